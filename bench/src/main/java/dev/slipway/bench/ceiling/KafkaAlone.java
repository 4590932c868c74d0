package dev.slipway.bench.ceiling;

import dev.slipway.bench.load.Latencies;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** From {@code send} to a consumer's hands with nothing but the broker in between: no outbox could be faster. */
public final class KafkaAlone {

    private static final String TOPIC = "bench.ceiling";
    private static final int PARTITIONS = 12;
    private static final int MESSAGE_BYTES = 1_000;

    private final Map<String, Object> connection;

    public KafkaAlone(Map<String, Object> connection) {
        this.connection = Map.copyOf(connection);
    }

    public Latencies atRate(int perSecond, int seconds) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(connection)) {
            admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                    .all()
                    .get();
            try (KafkaArrivals arrivals = KafkaArrivals.of(
                            connection,
                            List.of(TOPIC),
                            (message, nowNanos) ->
                                    nowNanos - ByteBuffer.wrap(message.value()).getLong());
                    KafkaProducer<String, byte[]> producer =
                            new KafkaProducer<>(connection, new StringSerializer(), new ByteArraySerializer())) {
                send(producer, perSecond, seconds);
                producer.flush();
                arrivals.awaitQuiet();
                return arrivals.latencies();
            } finally {
                admin.deleteTopics(List.of(TOPIC)).all().get();
            }
        }
    }

    private static void send(KafkaProducer<String, byte[]> producer, int perSecond, int seconds) {
        long gapNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
        long startNanos = System.nanoTime();
        for (int i = 0; i < perSecond * seconds; i++) {
            long dueNanos = startNanos + i * gapNanos;
            for (long left = dueNanos - System.nanoTime(); left > 0; left = dueNanos - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            byte[] message = ByteBuffer.allocate(MESSAGE_BYTES)
                    .putLong(KafkaArrivals.epochNanos())
                    .array();
            producer.send(new ProducerRecord<>(TOPIC, Integer.toString(i), message));
        }
    }
}
