/** The native view of pipelines. */
package dev.slipway.pipeline.dialect.nativeapi;
