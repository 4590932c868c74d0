@NullMarked
package dev.slipway.gateway.dialect.nativeapi;

import org.jspecify.annotations.NullMarked;
