package dev.slipway.app.action;

import dev.slipway.app.runtime.AppRuntime;
import dev.slipway.kit.db.Ids;
import dev.slipway.kit.log.LogKeys;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Claims actions and carries them out, several at once. Woken by signals; the poll is for what another process has left behind. What a stopping
 * process cannot end in time is taken over by the next one on this node, at once.
 */
@ApplicationScoped
class ActionWorker {

    private static final Logger LOG = Logger.getLogger(ActionWorker.class);
    private static final int DRAIN_SECONDS = 3;
    private static final int RENEWALS_PER_LEASE = 4;

    private final ActionClaims claims;
    private final ActionRun actionRun;
    private final ActionSettings settings;
    private final ActionSignals signals;
    private final AppRuntime runtime;
    private final Vertx vertx;
    private final String holder = "app-service/" + Ids.newId();
    private final Set<UUID> underWay = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean claiming = new AtomicBoolean();
    private final AtomicBoolean claimAgain = new AtomicBoolean();
    private @Nullable ExecutorService threads;
    private volatile boolean stopping;
    private volatile boolean expired;

    ActionWorker(
            ActionClaims claims,
            ActionRun actionRun,
            ActionSettings settings,
            ActionSignals signals,
            AppRuntime runtime,
            Vertx vertx) {
        this.claims = claims;
        this.actionRun = actionRun;
        this.settings = settings;
        this.signals = signals;
        this.runtime = runtime;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        // A data folder that another service holds stops the start here, in words.
        LOG.infof("apps run on node %s", runtime.node());
        threads = Executors.newFixedThreadPool(settings.concurrency(), task -> {
            Thread thread = new Thread(task, "app-action");
            thread.setDaemon(true);
            return thread;
        });
        signals.listen(this::wake);
        vertx.setPeriodic(settings.poll().toMillis(), ignored -> wake());
        vertx.setPeriodic(settings.lease().toMillis() / RENEWALS_PER_LEASE, ignored -> renew());
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        ExecutorService current = threads;
        if (current != null) {
            current.shutdown();
            if (!current.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
                LOG.info("stopping with actions under way; the next start takes them over");
            }
        }
    }

    /** Cheap, from any thread; calls during a claim coalesce into one more. */
    void wake() {
        claimAgain.set(true);
        if (stopping || !claiming.compareAndSet(false, true)) {
            return;
        }
        claimAgain.set(false);
        claim().subscribe().with(this::onClaimed, this::onClaimFailed);
    }

    private Uni<List<ActionClaim>> claim() {
        int room = settings.concurrency() - underWay.size();
        if (room <= 0) {
            return Uni.createFrom().item(List.of());
        }
        UUID node = runtime.node();
        Uni<Void> before = expired
                ? Uni.createFrom().voidItem()
                : claims.expireEarlierProcesses(node, holder).invoke(() -> expired = true);
        return before.chain(() -> claims.claim(holder, node, settings.lease(), Set.copyOf(underWay), room));
    }

    private void onClaimed(List<ActionClaim> claimed) {
        ExecutorService current = threads;
        if (current != null && !current.isShutdown()) {
            claimed.forEach(claim -> {
                underWay.add(claim.actionId());
                current.execute(() -> carryOut(claim));
            });
        }
        claiming.set(false);
        if (claimAgain.get()) {
            wake();
        }
    }

    private void onClaimFailed(Throwable failure) {
        claiming.set(false);
        LOG.debugf("no actions claimed: %s", failure.toString());
    }

    private void carryOut(ActionClaim claim) {
        MDC.put(LogKeys.APP_ID, claim.appId());
        MDC.put(LogKeys.ACTION_ID, claim.actionId());
        try {
            actionRun.run(claim);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            // Its lease runs out, and somebody tries again until its deadline.
            LOG.warnf(failed, "action %s was not concluded; it is tried again", claim.actionId());
        } finally {
            MDC.remove(LogKeys.APP_ID);
            MDC.remove(LogKeys.ACTION_ID);
            underWay.remove(claim.actionId());
            wake();
        }
    }

    private void renew() {
        if (underWay.isEmpty()) {
            return;
        }
        claims.renew(holder, Set.copyOf(underWay), settings.lease())
                .subscribe()
                .with(ignored -> {}, failure -> LOG.warnf("leases not renewed: %s", failure.toString()));
    }
}
