/** Pipelines as they are configured, and who may do what with them. */
package dev.slipway.pipeline.pipeline;
