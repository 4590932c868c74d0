@NullMarked
package dev.slipway.gateway.credential;

import org.jspecify.annotations.NullMarked;
