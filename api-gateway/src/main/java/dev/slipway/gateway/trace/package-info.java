@NullMarked
package dev.slipway.gateway.trace;

import org.jspecify.annotations.NullMarked;
