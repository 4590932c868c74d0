/** Runs of pipelines: what they are, what may become of them, and how that is kept. */
package dev.slipway.pipeline.run;
