@NullMarked
package dev.slipway.gateway.health;

import org.jspecify.annotations.NullMarked;
