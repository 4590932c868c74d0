/** Passwords: how they are kept, checked, and kept from being guessed. */
@NullMarked
package dev.slipway.gateway.password;

import org.jspecify.annotations.NullMarked;
