/** Pages of other origins that may call the platform from a browser. */
@NullMarked
package dev.slipway.gateway.cors;

import org.jspecify.annotations.NullMarked;
