package dev.slipway.gateway.session;

import dev.slipway.dialects.Dialect;
import dev.slipway.gateway.credential.CredentialReader;
import dev.slipway.gateway.credential.VerifiedCredentials;
import dev.slipway.gateway.token.AccessToken;
import dev.slipway.gateway.token.AccessTokens;
import dev.slipway.gateway.token.NewToken;
import dev.slipway.gateway.token.TokenKind;
import dev.slipway.kit.crypto.Hashes;
import dev.slipway.kit.crypto.Tokens;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.error.SlipwayException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Sessions of browsers: tokens that come in a cookie, for one dialect, and end by themselves. */
@ApplicationScoped
public class Sessions {

    /** The console and the native API. */
    public static final Kind NATIVE = new Kind(CredentialReader.NATIVE_COOKIE, Dialect.NATIVE, "console session");

    /** Harbor's pages and scripts. */
    public static final Kind HARBOR = new Kind(CredentialReader.HARBOR_COOKIE, Dialect.HARBOR, "Harbor session");

    private final Database database;
    private final AccessTokens tokens;
    private final VerifiedCredentials verified;
    private final Duration lifetime;

    public Sessions(
            Database database,
            AccessTokens tokens,
            VerifiedCredentials verified,
            @ConfigProperty(name = "slipway.gateway.session.lifetime", defaultValue = "12h") Duration lifetime) {
        this.database = database;
        this.tokens = tokens;
        this.verified = verified;
        this.lifetime = lifetime;
    }

    /** Begins a session of a user whose password was right. */
    public Uni<Session> begin(String login, Kind kind) {
        String value = Tokens.random("sls_");
        Instant expiresAt = Instant.now().plus(lifetime);
        NewToken token = NewToken.of(
                TokenKind.SESSION,
                login,
                kind.description(),
                Hashes.sha256Hex(value),
                Set.of(kind.dialect()),
                expiresAt);
        return database.inTransaction(transaction -> tokens.create(transaction, token))
                .map(made -> made.orElseThrow(() -> SlipwayException.unauthenticated("there is no such user")))
                .replaceWith(new Session(kind.cookieName(), value, expiresAt));
    }

    /** When the session of that credential ends; empty if the credential is none. */
    public Uni<Optional<Instant>> expiry(String credentialId, String login) {
        UUID id;
        try {
            id = UUID.fromString(credentialId);
        } catch (IllegalArgumentException e) {
            return Uni.createFrom().item(Optional.empty());
        }
        return tokens.find(id, login).map(found -> found.map(AccessToken::expiresAt));
    }

    /** Ends the session with that cookie; nothing happens if there is none. */
    public Uni<Void> end(String value) {
        return tokens.holder(Hashes.sha256Hex(value)).chain(holder -> {
            if (holder.isEmpty()) {
                return Uni.createFrom().voidItem();
            }
            UUID id = UUID.fromString(holder.get().credentialId());
            return tokens.revoke(id, null)
                    .invoke(() -> verified.credentialChanged(id.toString()))
                    .replaceWithVoid();
        });
    }

    /** Whose pages a session is for, and by which cookie. */
    public record Kind(String cookieName, Dialect dialect, String description) {}
}
