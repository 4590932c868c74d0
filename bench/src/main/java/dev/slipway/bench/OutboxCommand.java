package dev.slipway.bench;

import dev.slipway.bench.ceiling.KafkaAlone;
import dev.slipway.bench.ceiling.KafkaArrivals;
import dev.slipway.bench.load.BuildPosts;
import dev.slipway.bench.load.Latencies;
import dev.slipway.bench.suite.GatewayTokens;
import dev.slipway.bench.suite.RunningSuite;
import dev.slipway.bench.suite.SampleFlows;
import dev.slipway.bench.suite.SampleRepository;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How long a message takes from its outbox row to a consumer's hands. The row's time is taken when it is inserted, just before its
 * transaction commits, so the commit itself is included.
 */
@Command(name = "outbox", description = "Outbox row to consumer, at a steady rate, against Kafka alone.")
final class OutboxCommand implements Callable<Integer> {

    /** An accepted build puts a command and an event into the outbox. */
    private static final int MESSAGES_PER_BUILD = 2;

    private static final double TARGET_P99_MILLIS = 50;
    private static final int CLIENTS = 8;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final List<String> TOPICS = List.of("slipway.build.commands.v1", "slipway.build.events.v1");

    @Mixin
    private SuiteOptions suiteOptions;

    @Option(names = "--rate", defaultValue = "500", description = "Messages per second (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(names = "--seconds", defaultValue = "60", description = "Length of the run (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "600",
            description = "Seconds before it at most; less if it gets no faster (default: ${DEFAULT-VALUE}).")
    private int warmUpSeconds;

    @Override
    public Integer call() throws Exception {
        PrintStream out = System.out;
        RunningSuite suite = suiteOptions.suite();
        SampleRepository repository =
                SampleRepository.make(suiteOptions.repositories().resolve("sample"));
        List<String> flows = SampleFlows.register(suite, repository.folder(), SuiteOptions.FLOWS);
        GatewayTokens tokens = new GatewayTokens(suite.gatewayKey());
        BuildPosts posts = new BuildPosts(suite.port("build-service"), tokens::authorization, flows, repository.sha());
        Map<String, Object> kafka = kafka(suite);
        int buildsPerSecond = rate / MESSAGES_PER_BUILD;

        out.println(Machine.describe());
        out.printf("%d builds/s, that is %d messages/s, for %d s, runner off%n", buildsPerSecond, rate, seconds);
        try (KafkaArrivals arrivals = KafkaArrivals.of(kafka, TOPICS, OutboxCommand::age)) {
            posts.warmUp(CLIENTS, warmUpSeconds);
            arrivals.awaitQuiet();
            arrivals.startOver();
            Latencies answers = posts.atRate(CLIENTS, buildsPerSecond, seconds);
            arrivals.awaitQuiet();
            int expected = buildsPerSecond * seconds * MESSAGES_PER_BUILD;
            Latencies outbox = arrivals.latencies();
            out.println("POST to its answer: " + answers);
            out.println("outbox row to consumer: " + outbox + " (expected at least " + expected + ")");
            Latencies alone = new KafkaAlone(kafka).atRate(rate, Math.max(1, seconds / 2));
            out.println("Kafka alone, send to consumer: " + alone);
            out.printf(
                    Locale.ROOT,
                    "p99 %.1f ms (target %.0f ms); ratio to Kafka alone: p50 %.1f, p99 %.1f%n",
                    outbox.millisAt(99),
                    TARGET_P99_MILLIS,
                    outbox.millisAt(50) / alone.millisAt(50),
                    outbox.millisAt(99) / alone.millisAt(99));
            return outbox.count() >= expected ? 0 : 1;
        }
    }

    private static long age(ConsumerRecord<String, byte[]> message, long arrivedNanos) {
        Header time = message.headers().lastHeader("ce_time");
        Instant made = OffsetDateTime.parse(new String(time.value(), StandardCharsets.UTF_8))
                .toInstant();
        return arrivedNanos - (made.getEpochSecond() * NANOS_PER_SECOND + made.getNano());
    }

    private static Map<String, Object> kafka(RunningSuite suite) {
        return Map.of(
                "bootstrap.servers",
                "127.0.0.1:" + suite.port("kafka"),
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"admin\" password=\""
                        + suite.kafkaPassword() + "\";");
    }
}
