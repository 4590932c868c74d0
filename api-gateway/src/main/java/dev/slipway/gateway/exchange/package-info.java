@NullMarked
package dev.slipway.gateway.exchange;

import org.jspecify.annotations.NullMarked;
