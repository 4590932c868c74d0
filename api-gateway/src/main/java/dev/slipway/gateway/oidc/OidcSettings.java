package dev.slipway.gateway.oidc;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** {@code slipway.gateway.oidc.*}: sign-in by an OpenID Connect issuer. Without an issuer there is none. */
@ConfigMapping(prefix = "slipway.gateway.oidc")
public interface OidcSettings {

    /** {@code https://login.example.org}: its {@code /.well-known/openid-configuration} says the rest. */
    Optional<String> issuer();

    Optional<String> clientId();

    Optional<String> clientSecret();

    /** What is asked for, parted by blanks. */
    @WithDefault("openid profile email")
    String scopes();

    /** The claim that becomes the login of a user who signs in for the first time. */
    @WithDefault("preferred_username")
    String loginClaim();

    /**
     * Whether somebody whom the issuer knows and we do not becomes a user by signing in, of no tenant. A login that exists is never given to somebody new: an administrator links
     * them.
     */
    @WithDefault("true")
    boolean createUsers();
}
