/** Deliveries and their attempts: intake from Kafka, claims, the state machine, the record. */
@NullMarked
package dev.slipway.webhook.delivery;

import org.jspecify.annotations.NullMarked;
