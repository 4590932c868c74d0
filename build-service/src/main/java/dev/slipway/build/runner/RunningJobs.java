package dev.slipway.build.runner;

import dev.slipway.build.runner.RunnerGateway.Wish;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The jobs that a runner runs, and their leases. A lease that could not be prolonged is taken for lost at its end by this runner's own
 * clock, before anybody else may take it for lost by the database's.
 */
final class RunningJobs {

    private static final Logger LOG = Logger.getLogger(RunningJobs.class);

    private final String runner;
    private final RunnerGateway gateway;
    private final Map<UUID, JobRun> jobs = new ConcurrentHashMap<>();
    private final Map<UUID, Long> leaseFrom = new ConcurrentHashMap<>();

    RunningJobs(String runner, RunnerGateway gateway) {
        this.runner = runner;
        this.gateway = gateway;
    }

    int size() {
        return jobs.size();
    }

    /** @param leaseSince a {@code nanoTime} from before the lease began */
    void add(JobRun job, long leaseSince) {
        leaseFrom.put(id(job), leaseSince);
        jobs.put(id(job), job);
    }

    void remove(JobRun job) {
        synchronized (jobs) {
            jobs.remove(id(job), job);
            leaseFrom.remove(id(job));
            jobs.notifyAll();
        }
    }

    void stop(UUID jobId, StopReason reason) {
        JobRun job = jobs.get(jobId);
        if (job != null) {
            job.control().stop(reason);
        }
    }

    void stopAll(StopReason reason) {
        jobs.values().forEach(job -> job.control().stop(reason));
    }

    /** Whether none is left when the patience ends. */
    boolean awaitNone(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (jobs) {
            try {
                for (long left = patience.toNanos(); !jobs.isEmpty() && left > 0; left = deadline - System.nanoTime()) {
                    TimeUnit.NANOSECONDS.timedWait(jobs, left);
                }
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
            return jobs.isEmpty();
        }
    }

    /** Prolongs all leases; called every third of a lease. Never throws. */
    void beat() {
        List<JobRun> now = List.copyOf(jobs.values());
        if (now.isEmpty()) {
            return;
        }
        long since = System.nanoTime();
        try {
            Map<UUID, Wish> wishes = gateway.heartbeat(
                            runner, now.stream().map(JobRun::claim).toList())
                    .await()
                    .atMost(gateway.lease().dividedBy(3));
            now.forEach(job -> heed(job, wishes, since));
        } catch (RuntimeException failure) {
            LOG.warnf("A heartbeat failed: %s", failure.toString());
            now.forEach(this::dropIfExpired);
        }
    }

    private void heed(JobRun job, Map<UUID, Wish> wishes, long since) {
        Wish wish = wishes.get(id(job));
        if (wish == null) {
            // Also the answer for a job that has just finished; stopping that does nothing.
            job.control().stop(StopReason.LEASE_LOST);
            return;
        }
        leaseFrom.computeIfPresent(id(job), (id, before) -> since);
        switch (wish) {
            case GO_ON -> {}
            case CANCEL -> job.control().stop(StopReason.CANCELED);
        }
    }

    private void dropIfExpired(JobRun job) {
        Long since = leaseFrom.get(id(job));
        if (since != null && System.nanoTime() - since > gateway.lease().toNanos()) {
            job.control().stop(StopReason.LEASE_LOST);
        }
    }

    private static UUID id(JobRun job) {
        return job.claim().order().jobId();
    }
}
