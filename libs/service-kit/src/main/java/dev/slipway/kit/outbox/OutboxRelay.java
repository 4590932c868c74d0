package dev.slipway.kit.outbox;

import dev.slipway.kit.lease.Lease;
import dev.slipway.kit.lease.Leases;
import dev.slipway.kit.outbox.OutboxTable.OutboxRow;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the outbox to Kafka: at least once, and for each aggregate in order of first appearance.
 *
 * <p>One relay per service works at a time, under a lease that ends by itself. Whoever holds it takes the rows that are there, lowest id first
 * (never "greater than the last": a lower id may commit later), sends them in order, and deletes those that the broker has acknowledged. A
 * relay that was frozen past its lease and wakes sends rows that another has sent already: late repeats, which every consumer's inbox
 * absorbs. It cannot bring a later row of an aggregate in front of an earlier one, since the one who took over began with the earliest.
 *
 * <p>It runs on a thread of its own, which blocks. It is woken in-process after a commit; a replica that does not hold the lease passes the wake-up on by
 * a coalesced {@code NOTIFY} outside any transaction. The poll is only the safety net.
 */
public final class OutboxRelay implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    private static final String LEASE = "outbox-relay";
    private static final int BATCH = 500;
    private static final Duration DATABASE_ANSWERS_WITHIN = Duration.ofSeconds(10);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);

    private final Pool pool;
    private final String holder;
    private final Duration leaseLength;
    private final Duration pollEvery;
    private final MeterRegistry metrics;
    private final OutboxPublisher publisher;
    private final Semaphore signal = new Semaphore(0);
    private final Thread thread;
    private volatile boolean stopping;
    private volatile boolean leading;
    private volatile @Nullable Runnable passOn;
    private @Nullable Lease lease;

    /**
     * @param holder this process, unique among replicas
     * @param connection settings of the Kafka client
     * @param leaseLength how long a frozen relay holds up the others
     */
    public OutboxRelay(
            Pool pool,
            String service,
            String holder,
            Map<String, Object> connection,
            Duration leaseLength,
            Duration pollEvery,
            MeterRegistry metrics) {
        this.pool = pool;
        this.holder = holder;
        this.leaseLength = leaseLength;
        this.pollEvery = pollEvery;
        this.metrics = metrics;
        this.publisher = new OutboxPublisher(service, connection);
        this.thread = new Thread(this::run, "outbox-relay");
        thread.setDaemon(true);
    }

    /** @param passOn tells the relay of another replica that there is work; called when this one is woken but does not lead */
    public void start(Runnable passOn) {
        this.passOn = passOn;
        thread.start();
    }

    /** There may be new rows. Cheap, from any thread. */
    public void wake() {
        Runnable other = passOn;
        if (!leading && other != null) {
            other.run();
        }
        wakeHere();
    }

    /** As {@link #wake()}, from another replica. */
    public void wakeHere() {
        if (signal.availablePermits() == 0) {
            signal.release();
        }
    }

    public boolean isLeading() {
        return leading;
    }

    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
        try {
            thread.join(leaseLength.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!stopping) {
            try {
                if (!lead()) {
                    sleepUntilWoken(leaseLength.dividedBy(4));
                } else if (!publishNext()) {
                    sleepUntilWoken(pollEvery);
                }
            } catch (InterruptedException e) {
                // Only close() interrupts.
                stopping = true;
            } catch (RuntimeException e) {
                if (!stopping) {
                    LOG.warnf("The outbox waits: %s", e.toString());
                    pauseAfterFailure();
                }
            }
        }
        publisher.close();
        giveUpLease();
    }

    private boolean lead() {
        Lease current = lease;
        Optional<Lease> next;
        if (current == null) {
            next = await(Leases.acquire(pool, LEASE, holder, leaseLength));
        } else if (current.remaining().compareTo(leaseLength.dividedBy(2)) > 0) {
            return true;
        } else {
            next = await(Leases.renew(pool, current, leaseLength));
        }
        lease = next.orElse(null);
        boolean leads = next.isPresent();
        if (leads != leading) {
            leading = leads;
            LOG.infof("This process %s the outbox", leads ? "publishes" : "no longer publishes");
            if (!leads) {
                publisher.close();
            }
        }
        return leads;
    }

    /** False if there was nothing more to publish. */
    private boolean publishNext() throws InterruptedException {
        List<OutboxRow> rows = await(OutboxTable.next(pool, BATCH));
        if (rows.isEmpty()) {
            return false;
        }
        List<Long> acknowledged = publisher.publish(rows, this::mayGoOn);
        if (!acknowledged.isEmpty()) {
            record(rows, acknowledged);
            await(OutboxTable.delete(pool, acknowledged));
        }
        if (acknowledged.size() < rows.size()) {
            metrics.counter("slipway.outbox.failures").increment();
            pauseAfterFailure();
        }
        return true;
    }

    private boolean mayGoOn() {
        if (stopping) {
            return false;
        }
        try {
            return lead();
        } catch (RuntimeException e) {
            // PostgreSQL is away: go on for as long as the lease that we have lasts.
            Lease current = lease;
            return current != null && current.isHeld();
        }
    }

    private void record(List<OutboxRow> rows, List<Long> acknowledged) {
        Set<Long> ids = new HashSet<>(acknowledged);
        Instant now = Instant.now();
        for (OutboxRow row : rows) {
            if (ids.contains(row.id())) {
                metrics.timer("slipway.outbox.commit.to.broker").record(Duration.between(row.createdAt(), now));
            }
        }
    }

    private void sleepUntilWoken(Duration atMost) throws InterruptedException {
        if (signal.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            signal.drainPermits();
        }
    }

    private void pauseAfterFailure() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_FAILURE.toMillis());
        } catch (InterruptedException e) {
            stopping = true;
        }
    }

    private void giveUpLease() {
        Lease current = lease;
        leading = false;
        if (current != null) {
            try {
                await(Leases.release(pool, current));
            } catch (RuntimeException e) {
                LOG.debugf("The lease ends by itself: %s", e.toString());
            }
        }
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(DATABASE_ANSWERS_WITHIN);
    }
}
