package dev.slipway.gateway.quota;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.slipway.kit.db.PostgresFailures;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes one unit of quota per call. Calls of one subject that come while a statement for it is under way are counted together by the next
 * one: exact as one statement each, without a queue of statements that wait for the same row.
 */
@ApplicationScoped
public class HourlyQuota {

    private static final Duration STATEMENT_LIMIT = Duration.ofSeconds(2);
    private static final int REMEMBERED_SUBJECTS = 10_000;
    private static final long HOUR_SECONDS = 3600;

    private final QuotaWindows windows;
    private final QuotaLimits limits;
    private final Map<QuotaSubject, Batch> waiting = new ConcurrentHashMap<>();
    private final Cache<QuotaSubject, QuotaDecision> last =
            Caffeine.newBuilder().maximumSize(REMEMBERED_SUBJECTS).build();

    public HourlyQuota(QuotaWindows windows, QuotaLimits limits) {
        this.windows = windows;
        this.limits = limits;
    }

    /** Counts a call. Fails when PostgreSQL is away: {@link #isUnavailable}. The answer may come on any thread. */
    public Uni<QuotaDecision> take(QuotaSubject subject) {
        return Uni.createFrom().emitter(emitter -> join(subject, emitter));
    }

    /** Whether the failure of a {@link #take} means that calls cannot be counted now. */
    public static boolean isUnavailable(Throwable failure) {
        return failure instanceof TimeoutException || PostgresFailures.isPassing(failure);
    }

    /** The quota as it was after the last counted call, or untouched: for answers while calls cannot be counted. */
    public QuotaDecision lastKnown(QuotaSubject subject) {
        long now = Instant.now().getEpochSecond();
        QuotaDecision known = last.getIfPresent(subject);
        if (known != null && known.resetEpochSeconds() > now) {
            return known;
        }
        long limit = limits.of(subject);
        long reset = (now / HOUR_SECONDS + 1) * HOUR_SECONDS;
        return new QuotaDecision(true, limit, limit, reset, reset - now);
    }

    private void join(QuotaSubject subject, UniEmitter<? super QuotaDecision> emitter) {
        boolean[] first = {false};
        waiting.compute(subject, (key, batch) -> {
            first[0] = batch == null;
            Batch joined = batch == null ? new Batch() : batch;
            joined.members.add(emitter);
            return joined;
        });
        if (first[0]) {
            run(subject);
        }
    }

    /** Counts everybody who waits, then whoever came meanwhile, until nobody does. */
    private void run(QuotaSubject subject) {
        List<UniEmitter<? super QuotaDecision>> members = next(subject);
        if (members == null) {
            return;
        }
        windows.take(subject, members.size())
                .ifNoItem()
                .after(STATEMENT_LIMIT)
                .fail()
                .subscribe()
                .with(
                        window -> {
                            grant(subject, members, window);
                            run(subject);
                        },
                        failure -> {
                            members.forEach(member -> member.fail(failure));
                            run(subject);
                        });
    }

    /** Takes the members out of the batch, leaving it as the mark that a statement is under way; removes it if nobody waits. */
    private @Nullable List<UniEmitter<? super QuotaDecision>> next(QuotaSubject subject) {
        List<UniEmitter<? super QuotaDecision>> members = new ArrayList<>();
        waiting.compute(subject, (key, batch) -> {
            if (batch == null || batch.members.isEmpty()) {
                return null;
            }
            members.addAll(batch.members);
            batch.members.clear();
            return batch;
        });
        return members.isEmpty() ? null : members;
    }

    /** The first of the batch took the first unit. */
    private void grant(
            QuotaSubject subject, List<UniEmitter<? super QuotaDecision>> members, QuotaWindows.Window window) {
        long limit = limits.of(subject);
        long before = window.used() - members.size();
        long retryAfter = Math.max(1, window.resetEpochSeconds() - window.nowEpochSeconds());
        for (int i = 0; i < members.size(); i++) {
            long used = before + i + 1;
            QuotaDecision decision = new QuotaDecision(
                    used <= limit, limit, Math.max(0, limit - used), window.resetEpochSeconds(), retryAfter);
            last.put(subject, decision);
            members.get(i).complete(decision);
        }
    }

    /** Only ever touched inside {@link Map#compute}, and so by one thread at a time. */
    private static final class Batch {
        private final List<UniEmitter<? super QuotaDecision>> members = new ArrayList<>();
    }
}
