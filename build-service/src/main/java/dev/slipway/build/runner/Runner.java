package dev.slipway.build.runner;

import dev.slipway.build.source.Git;
import dev.slipway.kit.db.Ids;
import dev.slipway.kit.log.LogKeys;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * The runner in this process: claims jobs while it has room, and runs each on a thread of its own.
 *
 * <p>It is woken by a signal; a slow poll is the safety net. When the process stops in good order, running steps are killed and their
 * jobs end {@code ERRORED: runner stopped} at once, rather than leaving their followers to wait for the lease to run out.
 */
@ApplicationScoped
public class Runner {

    private static final Logger LOG = Logger.getLogger(Runner.class);
    /** Before the database pool closes. */
    private static final Duration STOP = Duration.ofSeconds(8);

    private final RunnerGateway gateway;
    private final Git git;
    private final StepExecutor executor;
    private final RunnerSignals signals;
    private final boolean enabled;
    private final int capacity;
    private final Duration poll;
    private final long maxLogBytes;
    private final String name = "in-process-" + Ids.newId();
    private final Wake wake = new Wake();
    private final AtomicInteger threadNumber = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool(this::daemon);
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(this::daemon);
    private final RunningJobs running;
    private volatile boolean stopping;

    /**
     * @param enabled whether this process runs jobs at all
     * @param capacity how many jobs run at once; 0 for as many as there are cores
     * @param poll how long a job waits at most, should the signal be lost
     * @param maxLogBytes what is kept of the output of one step
     */
    public Runner(
            RunnerGateway gateway,
            Git git,
            StepExecutor executor,
            RunnerSignals signals,
            MeterRegistry metrics,
            @ConfigProperty(name = "slipway.build.runner.enabled", defaultValue = "true") boolean enabled,
            @ConfigProperty(name = "slipway.build.runner.capacity", defaultValue = "0") int capacity,
            @ConfigProperty(name = "slipway.build.runner.poll", defaultValue = "1s") Duration poll,
            @ConfigProperty(name = "slipway.build.log.max-step-bytes", defaultValue = "10485760") long maxLogBytes) {
        this.gateway = gateway;
        this.git = git;
        this.executor = executor;
        this.signals = signals;
        this.enabled = enabled;
        this.capacity = capacity > 0 ? capacity : Runtime.getRuntime().availableProcessors();
        this.poll = poll;
        this.maxLogBytes = maxLogBytes;
        this.running = new RunningJobs(name, gateway);
        metrics.gauge("slipway.runner.jobs.running", running, RunningJobs::size);
        // From the runner itself: a gauge holds its object weakly, and a boxed number would be gone at the next
        // collection.
        metrics.gauge("slipway.runner.jobs.capacity", this, runner -> runner.capacity);
    }

    /** There may be work. */
    public void wake() {
        wake.wake();
    }

    /** How many jobs run now. */
    public int runningJobs() {
        return running.size();
    }

    void start(@Observes StartupEvent event) {
        if (!enabled) {
            return;
        }
        signals.listen(new RunnerSignals.Listener() {
            @Override
            public void onWork() {
                wake.wake();
            }

            @Override
            public void onCancel(UUID jobId) {
                running.stop(jobId, StopReason.CANCELED);
            }
        });
        long beatMillis = gateway.lease().toMillis() / 3;
        clock.scheduleWithFixedDelay(running::beat, beatMillis, beatMillis, TimeUnit.MILLISECONDS);
        threads.execute(this::claimWhileRunning);
    }

    // Early: the reports need the database.
    void stop(@Observes @Priority(100) ShutdownEvent event) {
        stopping = true;
        wake.wake();
        running.stopAll(StopReason.RUNNER_STOPS);
        if (!running.awaitNone(STOP)) {
            LOG.warn("Some jobs could not be reported before the end; their leases will run out");
        }
        clock.shutdownNow();
        threads.shutdownNow();
    }

    private void claimWhileRunning() {
        while (!stopping) {
            // Before the look: what comes during it is not missed.
            wake.expect();
            int room = capacity - running.size();
            if (room <= 0 || claim(room) < room) {
                wake.await(poll);
            }
        }
    }

    /** How many were claimed. */
    private int claim(int room) {
        try {
            long leaseFrom = System.nanoTime();
            var claims = gateway.claim(name, room).await().atMost(Duration.ofSeconds(10));
            claims.forEach(claim -> begin(claim, leaseFrom));
            return claims.size();
        } catch (RuntimeException failure) {
            LOG.warnf("No work can be claimed now: %s", failure.toString());
            return 0;
        }
    }

    private void begin(Claim claim, long leaseFrom) {
        JobRun job = new JobRun(claim, gateway, git, executor, threads, maxLogBytes);
        running.add(job, leaseFrom);
        ScheduledFuture<?> limit = clock.schedule(
                () -> job.control().stop(StopReason.TIMED_OUT),
                claim.order().timeLimit().toMillis(),
                TimeUnit.MILLISECONDS);
        if (stopping) {
            job.control().stop(StopReason.RUNNER_STOPS);
        }
        threads.execute(() -> {
            MDC.put(LogKeys.BUILD_ID, claim.order().buildId());
            MDC.put(LogKeys.JOB_ID, claim.order().jobId());
            try {
                job.run();
            } finally {
                MDC.clear();
                limit.cancel(false);
                running.remove(job);
                wake.wake();
            }
        });
    }

    private Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "runner-" + threadNumber.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
