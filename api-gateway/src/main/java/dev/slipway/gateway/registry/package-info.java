/** Tokens for the registry: the Docker token service. */
@NullMarked
package dev.slipway.gateway.registry;

import org.jspecify.annotations.NullMarked;
