package dev.slipway.gateway.dialect.harbor;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.gateway.registry.RegistryAccess;
import dev.slipway.gateway.registry.RegistryTokens;
import dev.slipway.kit.identity.Caller;
import dev.slipway.kit.identity.Principal;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /service/token}: the Docker token service (distribution specification, "Token Authentication"). What the caller may not do is left out of the token rather than refused, as
 * that page asks: the registry then says so.
 */
@Path("/service/token")
public class TokenServiceResource {

    private final RegistryTokens tokens;
    private final Caller caller;

    public TokenServiceResource(RegistryTokens tokens, Caller caller) {
        this.tokens = tokens;
        this.caller = caller;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Make a short-lived token for the registry, for the repositories and actions of the scopes.")
    public TokenAnswer token(@QueryParam("scope") @Nullable List<String> scopes) {
        Principal principal = caller.principal();
        RegistryAccess access = granted(principal, RegistryAccess.ofScopes(scopes == null ? List.of() : scopes));
        Instant now = Instant.now();
        String token = tokens.mint(principal.credentialId(), access, now);
        return new TokenAnswer(
                token,
                token,
                tokens.lifetime().toSeconds(),
                now.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private static RegistryAccess granted(Principal principal, RegistryAccess asked) {
        Map<String, Set<String>> granted = new HashMap<>();
        asked.actions().forEach((repository, actions) -> {
            int slash = repository.indexOf('/');
            String tenant = slash < 0 ? repository : repository.substring(0, slash);
            Set<String> allowed = new HashSet<>();
            if (principal.mayRead(tenant)) {
                allowed.add(RegistryAccess.PULL);
            }
            if (principal.mayBuild(tenant)) {
                allowed.add(RegistryAccess.PUSH);
                allowed.add(RegistryAccess.DELETE);
            }
            if (!actions.contains("*")) {
                allowed.retainAll(actions);
            }
            granted.put(repository, allowed);
        });
        return new RegistryAccess(granted);
    }

    /**
     * What image tools read.
     *
     * @param accessToken the same again, under the name that OAuth 2.0 has for it
     * @param issuedAt RFC 3339
     */
    public record TokenAnswer(
            @JsonProperty("token") String token,
            @JsonProperty("access_token") String accessToken,
            @JsonProperty("expires_in") long expiresIn,
            @JsonProperty("issued_at") String issuedAt) {

        @Override
        public String toString() {
            return "TokenAnswer[…]";
        }
    }
}
