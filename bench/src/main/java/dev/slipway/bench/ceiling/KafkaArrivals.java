package dev.slipway.bench.ceiling;

import dev.slipway.bench.load.Latencies;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.ToLongBiFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads topics from their end and notes how old each message is when it arrives. */
public final class KafkaArrivals implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final long QUIET_MILLIS = 1_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final KafkaConsumer<String, byte[]> consumer;
    private final ToLongBiFunction<ConsumerRecord<String, byte[]>, Long> age;
    private final Thread thread;
    private final CountDownLatch atEnd = new CountDownLatch(1);
    private volatile Latencies latencies = new Latencies();
    private volatile long lastArrivalNanos = System.nanoTime();
    private volatile @Nullable RuntimeException failure;

    private KafkaArrivals(
            KafkaConsumer<String, byte[]> consumer, ToLongBiFunction<ConsumerRecord<String, byte[]>, Long> age) {
        this.consumer = consumer;
        this.age = age;
        this.thread = new Thread(this::read, "kafka-arrivals");
    }

    /**
     * Returns when it stands at the end of every partition: what is sent from now on is seen.
     *
     * @param age of a message in nanoseconds, given the time of its arrival in nanoseconds since the epoch
     */
    public static KafkaArrivals of(
            Map<String, Object> connection,
            List<String> topics,
            ToLongBiFunction<ConsumerRecord<String, byte[]>, Long> age)
            throws InterruptedException {
        KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(connection, new StringDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        KafkaArrivals arrivals = new KafkaArrivals(consumer, age);
        arrivals.thread.start();
        arrivals.atEnd.await();
        arrivals.requireAlive();
        return arrivals;
    }

    /** This machine's clock, as exactly as it tells the time. */
    public static long epochNanos() {
        Instant now = Instant.now();
        return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
    }

    /** Forgets what came before: the warm-up. */
    public void startOver() {
        latencies = new Latencies();
    }

    /** Until nothing has arrived for a second. */
    public void awaitQuiet() throws InterruptedException {
        long quietNanos = QUIET_MILLIS * 1_000_000;
        for (long left = quietNanos; left > 0; left = lastArrivalNanos + quietNanos - System.nanoTime()) {
            thread.join(Math.max(1, left / 1_000_000));
            requireAlive();
        }
    }

    public Latencies latencies() {
        return latencies;
    }

    @Override
    public void close() {
        consumer.wakeup();
    }

    private void read() {
        try (consumer) {
            while (true) {
                var records = consumer.poll(POLL);
                long nowNanos = epochNanos();
                for (ConsumerRecord<String, byte[]> each : records) {
                    latencies.add(age.applyAsLong(each, nowNanos));
                    lastArrivalNanos = System.nanoTime();
                }
                atEnd.countDown();
            }
        } catch (WakeupException closed) {
            // The way in which a consumer is told to end.
            atEnd.countDown();
        } catch (RuntimeException e) {
            failure = e;
            atEnd.countDown();
        } catch (NoClassDefFoundError e) {
            failure = new IllegalStateException("a library that the messages need is missing", e);
            atEnd.countDown();
        }
    }

    /** Figures of what only half arrived would be none. */
    private void requireAlive() {
        RuntimeException cause = failure;
        if (cause != null) {
            throw new IllegalStateException("the messages could not be read", cause);
        }
    }
}
