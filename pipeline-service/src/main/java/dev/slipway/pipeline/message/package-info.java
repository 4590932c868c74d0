/** What comes from Kafka. */
package dev.slipway.pipeline.message;
