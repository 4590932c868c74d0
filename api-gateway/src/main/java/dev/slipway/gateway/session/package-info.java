/** Sessions of browsers. */
@NullMarked
package dev.slipway.gateway.session;

import org.jspecify.annotations.NullMarked;
