package dev.slipway.gateway.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.slipway.kit.crypto.Hashes;
import dev.slipway.kit.db.PostgresFailures;
import dev.slipway.kit.db.SchemaNotifications;
import dev.slipway.kit.error.SlipwayException;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells who presents a token. What PostgreSQL said is believed for a few seconds, and while PostgreSQL is away for up to {@code
 * slipway.gateway.auth.max-staleness}; a revocation is seen at once in this replica, and by notification in the others.
 */
@ApplicationScoped
public class VerifiedTokens {

    private static final Logger LOG = Logger.getLogger(VerifiedTokens.class);
    private static final String REVOKED_CHANNEL = "token_revoked";
    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final Duration LOOKUP_LIMIT = Duration.ofSeconds(2);
    private static final int REMEMBERED_TOKENS = 100_000;

    private final AccessTokens tokens;
    private final SchemaNotifications notifications;
    private final Duration maxStaleness;
    private final Cache<String, Seen> seen;
    /** Ids that were revoked lately: a lookup that had read the row before, and answers after, must not bring the token back. */
    private final Cache<UUID, Boolean> revoked;
    /** One lookup per token at a time, however many requests present it. */
    private final Map<String, Uni<Optional<TokenHolder>>> lookups = new ConcurrentHashMap<>();

    public VerifiedTokens(
            AccessTokens tokens,
            SchemaNotifications notifications,
            @ConfigProperty(name = "slipway.gateway.auth.max-staleness", defaultValue = "60s") Duration maxStaleness) {
        this.tokens = tokens;
        this.notifications = notifications;
        this.maxStaleness = maxStaleness;
        this.seen = Caffeine.newBuilder()
                .maximumSize(REMEMBERED_TOKENS)
                .expireAfterWrite(maxStaleness)
                .build();
        this.revoked = Caffeine.newBuilder()
                .maximumSize(REMEMBERED_TOKENS)
                .expireAfterWrite(maxStaleness.multipliedBy(2))
                .build();
    }

    void listen(@Observes StartupEvent event) {
        notifications.listen(REVOKED_CHANNEL, id -> forget(UUID.fromString(id)));
        // Notifications may have been missed meanwhile: ask again for every token.
        notifications.onReconnect(seen::invalidateAll);
    }

    /**
     * Who presents the token; empty if it is unknown, expired or revoked.
     *
     * @return fails as unavailable when PostgreSQL is away and the token was not seen lately
     */
    public Uni<Optional<TokenHolder>> verify(String value) {
        String sha256 = Hashes.sha256Hex(value);
        Seen known = seen.getIfPresent(sha256);
        if (known != null && known.isYoungerThan(FRESH)) {
            return Uni.createFrom().item(good(known.holder()));
        }
        return lookups.computeIfAbsent(sha256, hash -> lookUp(hash, known));
    }

    /** Refuses the token from now on, here and in the other replicas. To be called once its revocation is committed. */
    public void revoke(UUID tokenId) {
        forget(tokenId);
        notifications.notify(REVOKED_CHANNEL, tokenId.toString());
    }

    private void forget(UUID tokenId) {
        revoked.put(tokenId, true);
        seen.asMap().values().removeIf(entry -> entry.holder().tokenId().equals(tokenId));
    }

    private Uni<Optional<TokenHolder>> lookUp(String sha256, @Nullable Seen known) {
        return tokens.holder(sha256)
                .ifNoItem()
                .after(LOOKUP_LIMIT)
                .fail()
                .invoke(holder -> remember(sha256, holder))
                .onFailure(VerifiedTokens::isPassing)
                .recoverWithUni(failure -> withoutDatabase(known, failure))
                .map(holder -> holder.flatMap(this::good))
                .onTermination()
                .invoke(() -> lookups.remove(sha256))
                .memoize()
                .indefinitely();
    }

    private void remember(String sha256, Optional<TokenHolder> found) {
        if (found.isEmpty()) {
            seen.invalidate(sha256);
            return;
        }
        TokenHolder holder = found.get();
        seen.put(sha256, new Seen(holder, System.nanoTime()));
        tokens.touch(holder.tokenId())
                .subscribe()
                .with(
                        ignored -> {},
                        failure -> LOG.debugf("Last use of token %s not noted: %s", holder.tokenId(), failure));
    }

    private Uni<Optional<TokenHolder>> withoutDatabase(@Nullable Seen known, Throwable failure) {
        if (known != null && known.isYoungerThan(maxStaleness)) {
            return Uni.createFrom().item(Optional.of(known.holder()));
        }
        LOG.debugf("A token cannot be verified: %s", failure);
        return Uni.createFrom()
                .failure(SlipwayException.unavailable("credentials cannot be verified at the moment; try again"));
    }

    private Optional<TokenHolder> good(TokenHolder holder) {
        return holder.isExpired(Instant.now()) || revoked.getIfPresent(holder.tokenId()) != null
                ? Optional.empty()
                : Optional.of(holder);
    }

    private static boolean isPassing(Throwable failure) {
        return failure instanceof TimeoutException || PostgresFailures.isPassing(failure);
    }

    private record Seen(TokenHolder holder, long atNanos) {

        boolean isYoungerThan(Duration age) {
            return System.nanoTime() - atNanos < age.toNanos();
        }
    }
}
