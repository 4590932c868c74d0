package dev.slipway.gateway.door;

import dev.slipway.gateway.credential.CredentialReader;
import dev.slipway.gateway.credential.PresentedCredential;
import dev.slipway.gateway.exchange.Exchange;
import dev.slipway.gateway.token.VerifiedTokens;
import dev.slipway.kit.identity.Principal;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import jakarta.enterprise.context.ApplicationScoped;

/** Turns the credential of a request into a principal. */
@ApplicationScoped
class Authenticator {

    private final VerifiedTokens tokens;

    Authenticator(VerifiedTokens tokens) {
        this.tokens = tokens;
    }

    /** Fails as unavailable when a credential cannot be verified at the moment. */
    Uni<Authentication> authenticate(Exchange exchange) {
        PresentedCredential presented = CredentialReader.read(
                exchange.dialect(), exchange.request().headers().getAll(HttpHeaders.AUTHORIZATION));
        if (presented instanceof PresentedCredential.Token token) {
            return tokens.verify(token.value())
                    .map(holder -> holder.<Authentication>map(
                                    known -> new Authentication.Known(known.principal(exchange.dialect())))
                            .orElse(new Authentication.Refused("the access token is unknown, expired or revoked")));
        }
        Authentication known = presented instanceof PresentedCredential.Malformed malformed
                ? new Authentication.Refused(malformed.why())
                : new Authentication.Anonymous(Principal.anonymous(exchange.dialect()));
        return Uni.createFrom().item(known);
    }
}
