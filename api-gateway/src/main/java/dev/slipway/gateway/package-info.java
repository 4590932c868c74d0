/**
 * The only public door: finds out who asks, takes one unit of quota, and hands the request to the service that its path belongs to.
 *
 * <p>A request's way: {@code door} parses its target, asks the route table, reads the credential ({@code credential}), verifies it ({@code token}), counts it
 * ({@code quota}), and forwards it with an internal token ({@code proxy}) or to the gateway's own native API ({@code dialect.nativeapi}). None of it blocks the event loop.
 */
@NullMarked
package dev.slipway.gateway;

import org.jspecify.annotations.NullMarked;
