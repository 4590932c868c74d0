/** Drone's own kind of token. */
@NullMarked
package dev.slipway.gateway.drone;

import org.jspecify.annotations.NullMarked;
