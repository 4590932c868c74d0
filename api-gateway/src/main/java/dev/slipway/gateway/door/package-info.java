@NullMarked
package dev.slipway.gateway.door;

import org.jspecify.annotations.NullMarked;
