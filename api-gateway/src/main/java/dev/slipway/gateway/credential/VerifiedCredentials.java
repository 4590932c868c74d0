package dev.slipway.gateway.credential;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.slipway.kit.context.CallersContext;
import dev.slipway.kit.db.PostgresFailures;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL said about credentials lately. While changes are heard of ({@link RevocationWatch}) it is believed for half a minute; while they are
 * not, PostgreSQL is asked each time; and while PostgreSQL is away, what it said last is believed for up to {@code slipway.gateway.auth.max-staleness}.
 *
 * <p>A change counts from the moment that it is heard of: an answer to a question that was asked before is not believed.
 */
@ApplicationScoped
public class VerifiedCredentials implements RevocationWatch.Listener {

    private static final Logger LOG = Logger.getLogger(VerifiedCredentials.class);
    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final Duration LOOKUP_LIMIT = Duration.ofSeconds(2);
    private static final int REMEMBERED = 100_000;

    private final RevocationWatch watch;
    private final Duration maxStaleness;
    private final Cache<String, Seen> seen;
    /** When a credential (by id) or a principal (by login) was changed, by the monotonic clock. */
    private final Cache<String, Long> changes;
    /** One lookup per credential at a time, however many requests present it. */
    private final Map<String, Uni<Optional<CredentialHolder>>> lookups = new ConcurrentHashMap<>();

    public VerifiedCredentials(
            RevocationWatch watch,
            @ConfigProperty(name = "slipway.gateway.auth.max-staleness", defaultValue = "60s") Duration maxStaleness) {
        this.watch = watch;
        this.maxStaleness = maxStaleness;
        Duration kept = maxStaleness.compareTo(FRESH) > 0 ? maxStaleness : FRESH;
        this.seen = Caffeine.newBuilder()
                .maximumSize(REMEMBERED)
                .expireAfterWrite(kept)
                .build();
        this.changes = Caffeine.newBuilder()
                .maximumSize(REMEMBERED)
                .expireAfterWrite(kept.plus(LOOKUP_LIMIT).multipliedBy(2))
                .build();
    }

    void listen(@Observes StartupEvent event) {
        watch.add(this);
    }

    /**
     * Who presents a credential; empty if it is not good.
     *
     * @param key names the credential without being it: a hash
     * @param lookup asks PostgreSQL; called when what is known is not good enough
     * @return fails as unavailable when PostgreSQL is away and the credential was not seen lately
     */
    public Uni<Optional<CredentialHolder>> verify(String key, Supplier<Uni<Optional<CredentialHolder>>> lookup) {
        Seen known = seen.getIfPresent(key);
        if (known != null && isCurrent(known)) {
            if (watch.isLive() && known.isYoungerThan(FRESH)) {
                return Uni.createFrom().item(unexpired(known.holder()));
            }
        } else {
            known = null;
        }
        Seen before = known;
        // One look-up answers all who ask at the same time, each where it asked.
        return CallersContext.comingBack(() -> lookups.computeIfAbsent(key, same -> lookUp(same, before, lookup)));
    }

    /** A question to PostgreSQL that counts as not answered after two seconds. */
    public static <T> Uni<T> inTime(Uni<T> question) {
        return question.ifNoItem().after(LOOKUP_LIMIT).fail();
    }

    @Override
    public void credentialChanged(String credentialId) {
        changes.put(credentialId, System.nanoTime());
    }

    @Override
    public void principalChanged(String login) {
        changes.put(login, System.nanoTime());
    }

    @Override
    public void everythingChanged() {
        seen.invalidateAll();
    }

    private Uni<Optional<CredentialHolder>> lookUp(
            String key, @Nullable Seen before, Supplier<Uni<Optional<CredentialHolder>>> lookup) {
        return ask(key, lookup)
                .onFailure(VerifiedCredentials::isPassing)
                .recoverWithUni(failure -> withoutDatabase(before, failure))
                .map(holder -> holder.flatMap(VerifiedCredentials::unexpired))
                .onTermination()
                .invoke(() -> lookups.remove(key))
                .memoize()
                .indefinitely();
    }

    private Uni<Optional<CredentialHolder>> ask(String key, Supplier<Uni<Optional<CredentialHolder>>> lookup) {
        return Uni.createFrom().deferred(() -> {
            long askedNanos = System.nanoTime();
            return lookup.get().chain(holder -> believe(key, holder, askedNanos, lookup));
        });
    }

    /** Asks once more if the credential was changed while the question was on its way. */
    private Uni<Optional<CredentialHolder>> believe(
            String key,
            Optional<CredentialHolder> holder,
            long askedNanos,
            Supplier<Uni<Optional<CredentialHolder>>> lookup) {
        if (holder.isEmpty()) {
            seen.invalidate(key);
            return Uni.createFrom().item(holder);
        }
        Seen found = new Seen(holder.get(), askedNanos);
        if (!isCurrent(found)) {
            return ask(key, lookup);
        }
        seen.put(key, found);
        return Uni.createFrom().item(holder);
    }

    private Uni<Optional<CredentialHolder>> withoutDatabase(@Nullable Seen known, Throwable failure) {
        if (known != null && known.isYoungerThan(maxStaleness) && isCurrent(known)) {
            return Uni.createFrom().item(Optional.of(known.holder()));
        }
        LOG.debugf("A credential cannot be verified: %s", failure);
        return Uni.createFrom()
                .failure(SlipwayException.unavailable("credentials cannot be verified at the moment; try again"));
    }

    private boolean isCurrent(Seen entry) {
        return isBefore(changes.getIfPresent(entry.holder().credentialId()), entry)
                && isBefore(changes.getIfPresent(entry.holder().login()), entry);
    }

    private static boolean isBefore(@Nullable Long changedNanos, Seen entry) {
        return changedNanos == null || entry.askedNanos() - changedNanos > 0;
    }

    private static Optional<CredentialHolder> unexpired(CredentialHolder holder) {
        return holder.isExpired(Instant.now()) ? Optional.empty() : Optional.of(holder);
    }

    private static boolean isPassing(Throwable failure) {
        return failure instanceof TimeoutException || PostgresFailures.isPassing(failure);
    }

    private record Seen(CredentialHolder holder, long askedNanos) {

        boolean isYoungerThan(Duration age) {
            return System.nanoTime() - askedNanos < age.toNanos();
        }
    }
}
