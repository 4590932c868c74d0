@NullMarked
package dev.slipway.gateway.account;

import org.jspecify.annotations.NullMarked;
