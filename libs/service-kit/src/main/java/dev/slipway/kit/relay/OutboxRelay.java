package dev.slipway.kit.relay;

import dev.slipway.kit.lease.Lease;
import dev.slipway.kit.lease.Leases;
import dev.slipway.kit.relay.OutboxQueue.OutboxRow;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the outbox to Kafka: at least once, and for each aggregate in order of first appearance.
 *
 * <p>One relay per service works at a time, under a lease that ends by itself. Whoever holds it takes the rows that are there, lowest id first
 * (never "greater than the last": a lower id may commit later), sends them in order, and deletes those that the broker has acknowledged.
 *
 * <p>The order does not rest on the lease, which only saves work. A row leaves the table after it has appeared, and whoever reads the table sends what it
 * finds from the front without a gap; so whatever stands in front of a row has appeared before it, whoever sent it. A relay that was frozen past its lease
 * and wakes, with rows in its hands that another has sent meanwhile, adds late repeats, which every consumer's inbox absorbs.
 *
 * <p>It runs on a thread of its own, which blocks. It is woken in-process after a commit; a replica that does not hold the lease passes the wake-up on by
 * a coalesced {@code NOTIFY} outside any transaction. The poll is only the safety net.
 */
public final class OutboxRelay implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    private static final String LEASE = "outbox-relay";
    private static final Duration DATABASE_ANSWERS_WITHIN = Duration.ofSeconds(10);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);
    private static final Duration LEAVE_UNREACHABLE_TOPIC_FOR = Duration.ofSeconds(3);

    /**
     * Under load a round begins no sooner after the one before: what comes meanwhile goes together, which costs PostgreSQL, the broker and
     * every consumer less for each message. A message that comes alone is sent at once.
     */
    private static final Duration ROUND_AT_LEAST = Duration.ofMillis(20);

    private final Pool pool;
    private final String holder;
    private final Duration leaseLength;
    private final Duration pollEvery;
    private final MeterRegistry metrics;
    private final OutboxPublisher publisher;
    private final Semaphore signal = new Semaphore(0);
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;
    private final Map<String, Long> unreachableUntilNanos = new HashMap<>();
    private volatile boolean leading;
    private volatile Runnable passOn = () -> {};
    private @Nullable Lease lease;
    private boolean waiting;
    private long lastRoundNanos = System.nanoTime() - ROUND_AT_LEAST.toNanos();

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
        metrics.gauge("slipway.outbox.leading", this, relay -> relay.leading ? 1 : 0);
    }

    /** @param passOn tells the relay of another replica that there is work; called when this one is woken but does not lead */
    public void start(Runnable passOn) {
        this.passOn = passOn;
        thread.start();
    }

    /** There may be new rows. Cheap, from any thread. */
    public void wake() {
        if (leading) {
            wakeHere();
        } else {
            passOn.run();
        }
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

    /** Ends within about a second, unless PostgreSQL keeps it waiting; never later than its lease. */
    @Override
    public void close() {
        stopping.countDown();
        signal.release();
        try {
            thread.join(leaseLength.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!isStopping()) {
                step();
            }
            publisher.close();
            giveUpLease();
        } catch (InterruptedException e) {
            // Nobody interrupts this thread. What is not published is in the table.
            LOG.warn("The relay of the outbox was interrupted and ends");
        } finally {
            leading = false;
        }
    }

    private void step() throws InterruptedException {
        try {
            if (!lead()) {
                // Whatever happens meanwhile is the leader's; asking more often would only lock the lease's row.
                pause(leaseLength.dividedBy(4));
            } else if (!publishNext()) {
                sleepUntilWoken(pollEvery);
            }
            if (waiting) {
                waiting = false;
                LOG.info("The outbox goes on");
            }
        } catch (RuntimeException | Error e) {
            // Also an Error (memory that was short for a moment) must not end publishing for as long as the process
            // lives.
            if (!waiting && !isStopping()) {
                waiting = true;
                LOG.warnf("The outbox waits: %s", e.toString());
            }
            pause(PAUSE_AFTER_FAILURE);
        }
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
        }
        return leads;
    }

    /** False if there was nothing more to publish. */
    private boolean publishNext() throws InterruptedException {
        long sinceLast = System.nanoTime() - lastRoundNanos;
        if (sinceLast < ROUND_AT_LEAST.toNanos()) {
            pause(ROUND_AT_LEAST.minusNanos(sinceLast));
        }
        long now = System.nanoTime();
        unreachableUntilNanos.values().removeIf(until -> until - now <= 0);
        List<OutboxRow> rows = await(OutboxQueue.next(pool, unreachableUntilNanos.keySet()));
        if (rows.isEmpty()) {
            return false;
        }
        lastRoundNanos = now;
        OutboxPublisher.Outcome outcome = publisher.publish(rows, this::mayGoOn);
        outcome.unreachable()
                .forEach(topic ->
                        unreachableUntilNanos.put(topic, System.nanoTime() + LEAVE_UNREACHABLE_TOPIC_FOR.toNanos()));
        if (!outcome.acknowledged().isEmpty()) {
            record(rows, outcome.acknowledged());
            await(OutboxQueue.delete(pool, outcome.acknowledged()));
        }
        if (outcome.failed()) {
            metrics.counter("slipway.outbox.failures").increment();
            pause(PAUSE_AFTER_FAILURE);
        }
        return true;
    }

    private boolean mayGoOn() {
        if (isStopping()) {
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

    private void pause(Duration length) throws InterruptedException {
        if (stopping.await(length.toNanos(), TimeUnit.NANOSECONDS)) {
            LOG.debug("Stopped while waiting");
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
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
