/** Sign-in by an OpenID Connect issuer. */
@NullMarked
package dev.slipway.gateway.oidc;

import org.jspecify.annotations.NullMarked;
