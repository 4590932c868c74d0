package dev.slipway.webhook.delivery;

import dev.slipway.kit.db.Ids;
import dev.slipway.kit.log.LogKeys;
import dev.slipway.webhook.outbound.SendingStoppedException;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * Keeps attempts going: claims what is due as far as there is room, tries it, and sleeps until exactly the next moment at which there is
 * something to do. It is woken by the intake's commit, by the end of an attempt, and by its own timer; the slow poll is there for what another
 * replica has left behind.
 *
 * <p>Its state lives on one event loop. What must survive is in PostgreSQL: a dispatcher may die at any line.
 */
@ApplicationScoped
public class Dispatcher {

    private static final Logger LOG = Logger.getLogger(Dispatcher.class);
    /** Enough to fill the room of several endpoints with one statement. */
    private static final int MAX_CLAIM = 128;

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(5);
    private static final Duration LONGEST_GIVING_BACK = Duration.ofSeconds(3);

    private final DeliveryClaims claims;
    private final DeliveryAttempt attempt;
    private final DeliverySettings settings;
    private final Vertx vertx;
    private final Context loop;
    private final String holder = "webhook-service/" + Ids.newId();
    private final InFlight inFlight = new InFlight();
    private final CountDownLatch drained = new CountDownLatch(1);

    private boolean passing;
    private boolean wakeAgain;
    private boolean recoverNext = true;
    private boolean stopping;
    private boolean failing;
    private long timer = -1;

    public Dispatcher(
            DeliveryClaims claims,
            DeliveryAttempt attempt,
            DeliverySettings settings,
            Vertx vertx,
            MeterRegistry metrics) {
        this.claims = claims;
        this.attempt = attempt;
        this.settings = settings;
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
        metrics.gauge("slipway.webhook.attempts.in.flight", inFlight, InFlight::total);
    }

    void start(@Observes StartupEvent event) {
        wake();
    }

    /** Says that something may be due now. Cheap, from any thread; calls during a pass coalesce into one more. */
    public void wake() {
        loop.runOnContext(nothing -> pass());
    }

    /**
     * Claims nothing more, gives the attempts under way a moment to end, and gives back what remains: the receiver may get it twice, but no retry is
     * used up by a restart of ours. Comes before the sender closes its connections. Without PostgreSQL the leases look after what remains.
     */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        loop.runOnContext(nothing -> {
            stopping = true;
            cancelTimer();
            releaseWhenDrained();
        });
        if (!drained.await(LONGEST_DRAIN.toMillis(), TimeUnit.MILLISECONDS)) {
            giveBack();
        }
    }

    private void giveBack() {
        try {
            int count = claims.giveBack(holder).await().atMost(LONGEST_GIVING_BACK);
            LOG.infof("stopping with %d attempts under way: given back, to be repeated", count);
        } catch (RuntimeException e) {
            LOG.warnf("stopping with attempts under way: they are repeated when their leases have run out (%s)", e);
        }
    }

    private void pass() {
        if (stopping) {
            return;
        }
        if (passing) {
            wakeAgain = true;
            return;
        }
        passing = true;
        cancelTimer();
        recovered().chain(this::claim).chain(this::untilNext).subscribe().with(this::onPassed, this::onPassFailed);
    }

    /** Only when the timer says so: a signal tells of new work, never of a lost worker. */
    private Uni<Integer> recovered() {
        if (!recoverNext) {
            return Uni.createFrom().item(0);
        }
        return claims.recover().invoke(count -> {
            recoverNext = false;
            if (count > 0) {
                LOG.warnf("took back %d deliveries whose workers were lost", count);
            }
        });
    }

    private Uni<Integer> claim() {
        int room = Math.min(MAX_CLAIM, settings.maxInFlight() - inFlight.total());
        if (room <= 0) {
            return Uni.createFrom().item(0);
        }
        return claims.claim(
                        holder,
                        room,
                        settings.maxInFlightPerEndpoint(),
                        inFlight.perEndpoint(),
                        settings.attemptLease())
                .emitOn(this::onLoop)
                .map(claimed -> {
                    claimed.forEach(this::begin);
                    return claimed.size();
                });
    }

    /** Each attempt runs in a context of its own, so that its log lines say what they are about. */
    private void begin(ClaimedDelivery delivery) {
        inFlight.begin(delivery.endpointId());
        Context own = VertxContext.createNewDuplicatedContext(loop);
        own.runOnContext(nothing -> {
            MDC.put(LogKeys.ENDPOINT_ID, delivery.endpointId().toString());
            MDC.put(LogKeys.DELIVERY_ID, delivery.id().toString());
            attempt.run(delivery)
                    .emitOn(task -> own.runOnContext(ignored -> task.run()))
                    .subscribe()
                    .with(done -> end(delivery), failure -> {
                        onNotConcluded(failure);
                        end(delivery);
                    });
        });
    }

    private static void onNotConcluded(Throwable failure) {
        if (failure instanceof SendingStoppedException) {
            LOG.debug("attempt cut off by our own stop");
        } else {
            LOG.error("attempt could not be concluded; it is repeated when its lease has run out", failure);
        }
    }

    private void end(ClaimedDelivery delivery) {
        onLoop(() -> {
            inFlight.end(delivery.endpointId());
            releaseWhenDrained();
            pass();
        });
    }

    /** Something was claimed: there may be more. Otherwise, when to look again. */
    private Uni<Duration> untilNext(int claimed) {
        if (claimed > 0) {
            return Uni.createFrom().item(Duration.ZERO);
        }
        if (inFlight.total() >= settings.maxInFlight()) {
            return Uni.createFrom().item(settings.pollEvery());
        }
        return claims.untilNext(endpointsWithoutRoom(), settings.pollEvery());
    }

    private List<UUID> endpointsWithoutRoom() {
        return inFlight.perEndpoint().entrySet().stream()
                .filter(entry -> entry.getValue() >= settings.maxInFlightPerEndpoint())
                .map(Map.Entry::getKey)
                .toList();
    }

    private void onPassed(Duration untilNext) {
        onLoop(() -> {
            if (failing) {
                failing = false;
                LOG.info("PostgreSQL answers again");
            }
            goOnAfter(untilNext);
        });
    }

    private void onPassFailed(Throwable failure) {
        onLoop(() -> {
            if (!failing) {
                failing = true;
                LOG.warnf("deliveries wait: %s", failure);
            }
            recoverNext = true;
            goOnAfter(AFTER_FAILURE);
        });
    }

    private void goOnAfter(Duration wait) {
        passing = false;
        if (stopping) {
            releaseWhenDrained();
            return;
        }
        if (wait.isZero() || (wakeAgain && !failing)) {
            wakeAgain = false;
            pass();
            return;
        }
        timer = vertx.setTimer(
                Math.max(1, wait.toMillis()),
                id -> onLoop(() -> {
                    recoverNext = true;
                    pass();
                }));
    }

    private void cancelTimer() {
        vertx.cancelTimer(timer);
    }

    /** A pass may still be claiming: what it claims is under way too. */
    private void releaseWhenDrained() {
        if (stopping && !passing && inFlight.total() == 0) {
            drained.countDown();
        }
    }

    private void onLoop(Runnable task) {
        loop.runOnContext(nothing -> task.run());
    }
}
