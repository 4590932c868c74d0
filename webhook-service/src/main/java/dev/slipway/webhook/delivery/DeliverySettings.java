package dev.slipway.webhook.delivery;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;

/** {@code slipway.webhook.*}: how hard the service works for its subscribers. The defaults suit every installation that we know. */
@ConfigMapping(prefix = "slipway.webhook")
public interface DeliverySettings {

    /** For one attempt, from the look-up of the name to the receiver's answer. */
    @WithDefault("10s")
    Duration attemptTimeLimit();

    /**
     * How long a claimed delivery is left to its worker. Longer than an attempt with the writing of its outcome, so that only a worker that
     * is gone or frozen loses it.
     */
    @WithDefault("30s")
    Duration attemptLease();

    /** Attempts under way at once to one endpoint, per replica: what bounds the harm of one that hangs. */
    @WithDefault("8")
    int maxInFlightPerEndpoint();

    /** Attempts under way at once, per replica. */
    @WithDefault("512")
    int maxInFlight();

    /** The waits of the policy {@code daocloud}; its document says three, "at intervals". */
    @WithDefault("2s,10s,60s")
    List<Duration> daocloudRetryAfter();

    /** The safety net behind the signals and timers that normally wake the dispatcher. */
    @WithDefault("5s")
    Duration pollEvery();
}
