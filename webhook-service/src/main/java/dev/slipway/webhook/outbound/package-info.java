/** The port to the network outside. */
@NullMarked
package dev.slipway.webhook.outbound;

import org.jspecify.annotations.NullMarked;
