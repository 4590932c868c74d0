@NullMarked
package dev.slipway.gateway.quota;

import org.jspecify.annotations.NullMarked;
