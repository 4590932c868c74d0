/** How records stand in rows. */
package dev.slipway.pipeline.json;
