/**
 * Endpoints and deliveries: every status change that somebody subscribed to arrives, or is accounted for.
 *
 * <p>{@code endpoint} holds who wants what; {@code format} what an event looks like to a subscriber; {@code delivery} turns events into
 * deliveries and keeps trying each; {@code outbound} is the port to the network, {@code outbound.http} its adapter; {@code dialect} holds
 * the words of the APIs at the edge.
 */
@NullMarked
package dev.slipway.webhook;

import org.jspecify.annotations.NullMarked;
