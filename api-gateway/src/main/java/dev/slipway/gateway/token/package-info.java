@NullMarked
package dev.slipway.gateway.token;

import org.jspecify.annotations.NullMarked;
