/** Pipelines and their runs. */
package dev.slipway.pipeline;
