/**
 * Where services are: their addresses, which of them take requests at the moment, and which of those has the least to do. It knows nothing of
 * requests; {@code proxy} asks it for an address and tells it how that went.
 */
@NullMarked
package dev.slipway.gateway.upstream;

import org.jspecify.annotations.NullMarked;
