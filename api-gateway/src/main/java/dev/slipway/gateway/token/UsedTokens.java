package dev.slipway.gateway.token;

import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.identity.Principal;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Finds the token that a request is made with. */
@ApplicationScoped
public class UsedTokens {

    private final AccessTokens tokens;

    public UsedTokens(AccessTokens tokens) {
        this.tokens = tokens;
    }

    /** What bounds the credentials that this caller makes; unauthenticated if the token was revoked since it was verified. */
    public Uni<UsedToken> of(Principal principal) {
        UUID id;
        try {
            id = UUID.fromString(principal.credentialId());
        } catch (IllegalArgumentException noToken) {
            return Uni.createFrom().item(UsedToken.UNBOUNDED);
        }
        return tokens.find(id, principal.name())
                .map(found -> found.map(UsedToken::of)
                        .orElseThrow(() -> SlipwayException.unauthenticated("the token that is used was revoked")));
    }
}
