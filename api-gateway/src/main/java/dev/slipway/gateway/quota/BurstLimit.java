package dev.slipway.gateway.quota;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Keeps one client from starving the rest, by a token bucket of each in this replica: it is about this process's time, which other replicas do
 * not share. A bucket that has had the time to fill up is forgotten, since a new one is full.
 */
@ApplicationScoped
public class BurstLimit {

    private static final int REMEMBERED_CLIENTS = 50_000;

    private final MeterRegistry metrics;
    private final Buckets tokens;
    private final Buckets addresses;

    @Inject
    public BurstLimit(BurstSettings settings, MeterRegistry metrics) {
        this(settings, metrics, TimeMeter.SYSTEM_NANOTIME);
    }

    BurstLimit(BurstSettings settings, MeterRegistry metrics, TimeMeter clock) {
        this.metrics = metrics;
        this.tokens = new Buckets(settings.token().perSecond(), settings.token().burst(), clock);
        this.addresses =
                new Buckets(settings.address().perSecond(), settings.address().burst(), clock);
    }

    /** Takes one from the client's bucket. */
    public BurstDecision take(BurstClient client) {
        Buckets buckets = client.kind() == QuotaSubject.Kind.ADDRESS ? addresses : tokens;
        BurstDecision decision = buckets.take(client.id());
        if (!decision.granted()) {
            metrics.counter(
                            "slipway.gateway.burst.refused",
                            "client",
                            client.kind().word())
                    .increment();
        }
        return decision;
    }

    private static final class Buckets {

        private final long perSecond;
        private final long burst;
        private final TimeMeter clock;
        private final BurstDecision granted;
        private final Cache<String, Bucket> byClient;

        Buckets(long perSecond, long burst, TimeMeter clock) {
            this.perSecond = perSecond;
            this.burst = Math.max(1, burst);
            this.clock = clock;
            this.granted = new BurstDecision(true, perSecond, this.burst, 0);
            long secondsToFill = perSecond <= 0 ? 0 : this.burst / perSecond + 1;
            this.byClient = Caffeine.newBuilder()
                    .maximumSize(REMEMBERED_CLIENTS)
                    .expireAfterAccess(Duration.ofSeconds(secondsToFill + 1))
                    .build();
        }

        BurstDecision take(String client) {
            if (perSecond <= 0) {
                return granted;
            }
            Bucket bucket = byClient.get(client, id -> fill());
            if (bucket.tryConsume(1)) {
                return granted;
            }
            long nanos = bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill();
            long second = TimeUnit.SECONDS.toNanos(1);
            return new BurstDecision(false, perSecond, burst, Math.max(1, (nanos + second - 1) / second));
        }

        private Bucket fill() {
            return Bucket.builder()
                    .withCustomTimePrecision(clock)
                    .addLimit(limit -> limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1)))
                    .build();
        }
    }
}
