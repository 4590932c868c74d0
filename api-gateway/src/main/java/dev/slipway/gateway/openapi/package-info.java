@NullMarked
package dev.slipway.gateway.openapi;

import org.jspecify.annotations.NullMarked;
