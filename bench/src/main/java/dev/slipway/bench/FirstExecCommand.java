package dev.slipway.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.bench.ceiling.BareCheckout;
import dev.slipway.bench.ceiling.KafkaArrivals;
import dev.slipway.bench.load.HttpAnswer;
import dev.slipway.bench.load.HttpConnection;
import dev.slipway.bench.load.Latencies;
import dev.slipway.bench.suite.RunningSuite;
import dev.slipway.bench.suite.SampleFlows;
import dev.slipway.bench.suite.SampleRepository;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How long a build takes from its POST, through the gateway, to the first step's process. The step itself says when it runs, so the start of
 * its shell is included.
 */
@Command(name = "first-exec", description = "POST to the first step's process, one build at a time.")
final class FirstExecCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern EXECUTED_AT = Pattern.compile("(?m)" + SampleRepository.MARK + "(\\d{16,})");
    private static final Set<String> OPEN = Set.of("QUEUED", "RUNNING", "WAITING", "PAUSED");
    private static final double TARGET_P99_MILLIS = 250;
    private static final long LONGEST_BUILD_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    @Mixin
    private SuiteOptions suiteOptions;

    @Option(names = "--builds", defaultValue = "200", description = "Builds measured (default: ${DEFAULT-VALUE}).")
    private int builds;

    @Option(names = "--warm-up", defaultValue = "30", description = "Builds before them (default: ${DEFAULT-VALUE}).")
    private int warmUpBuilds;

    @Override
    public Integer call() throws Exception {
        PrintStream out = System.out;
        RunningSuite suite = suiteOptions.suite();
        SampleRepository repository =
                SampleRepository.make(suiteOptions.repositories().resolve("sample"));
        List<String> flows = SampleFlows.register(suite, repository.folder(), SuiteOptions.FLOWS);

        out.println(Machine.describe());
        out.println(builds + " builds of a small local repository, one after another, " + flows.size() + " flows");
        Latencies measured = new Latencies();
        try (HttpConnection gateway = new HttpConnection(suite.port("api-gateway"))) {
            String authorization = "Bearer " + suite.adminToken();
            for (int i = 0; i < warmUpBuilds + builds; i++) {
                long nanos = build(gateway, authorization, flows.get(i % flows.size()), repository.sha());
                if (i >= warmUpBuilds) {
                    measured.add(nanos);
                }
            }
        }
        Latencies bare = BareCheckout.measure(repository, builds);
        out.println("POST to the first step's process: " + measured);
        out.println("git clone and sh alone: " + bare);
        out.printf(
                Locale.ROOT,
                "p99 %.1f ms (target %.0f ms); ratio to git clone and sh alone: p50 %.1f, p99 %.1f%n",
                measured.millisAt(99),
                TARGET_P99_MILLIS,
                measured.millisAt(50) / bare.millisAt(50),
                measured.millisAt(99) / bare.millisAt(99));
        return 0;
    }

    private static long build(HttpConnection gateway, String authorization, String flow, String sha)
            throws IOException {
        long postedNanos = KafkaArrivals.epochNanos();
        HttpAnswer accepted =
                gateway.post("/platform/v1/flows/" + flow + "/builds", authorization, "{\"sha\":\"" + sha + "\"}");
        if (accepted.status() != 201) {
            throw new IOException("a build was answered " + accepted.status() + ": " + accepted.body());
        }
        String path = "/platform/v1/builds/"
                + JSON.readTree(accepted.body()).path("id").asText();
        awaitEnd(gateway, authorization, path);
        HttpAnswer log = gateway.get(path + "/log", authorization);
        Matcher executed = EXECUTED_AT.matcher(log.body());
        long executedNanos = 0;
        while (executed.find()) {
            executedNanos = Long.parseLong(executed.group(1));
        }
        if (executedNanos == 0) {
            throw new IOException("the step did not say when it ran; its log: " + log.body());
        }
        return executedNanos - postedNanos;
    }

    /** Looks rarely, so as not to be in the way of what it measures; how late it looks is not part of the figure. */
    private static void awaitEnd(HttpConnection gateway, String authorization, String path) throws IOException {
        long deadline = System.nanoTime() + LONGEST_BUILD_NANOS;
        while (System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
            JsonNode build = JSON.readTree(gateway.get(path, authorization).body());
            String status = build.path("status").asText();
            if (status.equals("SUCCEEDED")) {
                return;
            }
            if (!OPEN.contains(status)) {
                throw new IOException(
                        "a build ended " + status + ": " + build.path("reason").asText());
            }
        }
        throw new IOException("a build did not end within a minute");
    }
}
