/** What the gateway itself answers in the dialect of Drone. */
@NullMarked
package dev.slipway.gateway.dialect.drone;

import org.jspecify.annotations.NullMarked;
