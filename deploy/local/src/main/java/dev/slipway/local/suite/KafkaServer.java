package dev.slipway.local.suite;

import dev.slipway.embedded.EmbeddedKafka;
import dev.slipway.embedded.KafkaOptions;
import dev.slipway.sandbox.ProcessIdentity;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** The embedded Kafka. */
final class KafkaServer implements Server {

    private final KafkaOptions options;

    /** @param options with a fixed port */
    KafkaServer(KafkaOptions options) {
        this.options = options;
    }

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public int port() {
        return options.port();
    }

    @Override
    public Running start(Consumer<ProcessIdentity> spawned) {
        EmbeddedKafka kafka = EmbeddedKafka.start(options);
        ProcessIdentity.of(kafka.pid()).ifPresent(spawned);
        return new RunningKafka(kafka);
    }

    @Override
    public void cancelStart() {
        // It is ready, or has failed, within seconds.
    }

    private record RunningKafka(EmbeddedKafka kafka) implements Running {

        @Override
        public String awaitEnd() throws InterruptedException {
            CountDownLatch ended = new CountDownLatch(1);
            kafka.onExit().thenRun(ended::countDown);
            ended.await();
            return "ended";
        }

        @Override
        public void stop() {
            kafka.close();
        }
    }
}
