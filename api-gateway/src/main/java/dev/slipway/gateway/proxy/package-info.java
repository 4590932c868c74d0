@NullMarked
package dev.slipway.gateway.proxy;

import org.jspecify.annotations.NullMarked;
