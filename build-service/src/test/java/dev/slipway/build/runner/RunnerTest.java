package dev.slipway.build.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.build.source.Git;
import dev.slipway.build.source.Repository;
import dev.slipway.events.BuildSnapshot;
import dev.slipway.events.GitRef;
import dev.slipway.kit.net.OutboundAddresses;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The runner against a gateway and an executor that do what the test says; git is real. */
class RunnerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int CAPACITY = 2;

    @TempDir
    Path folder;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private Repository repository;
    private FakeExecutor executor;
    private FakeGateway gateway;
    private Runner runner;

    @BeforeEach
    void start() throws Exception {
        repository = Repository.in(folder.resolve("repository"));
        executor = new FakeExecutor(folder);
        start(Duration.ofSeconds(30), CAPACITY);
    }

    @AfterEach
    void stop() {
        runner.stop(new ShutdownEvent());
    }

    @Test
    void reportsAJobFromItsBeginningToItsEnd() throws Exception {
        // Given
        define(
                "pipeline: { one: { commands: [ 'exit 0' ] }, two: { commands: [ 'exit 3' ] }, three: { commands: [ 'exit 0' ] } }");

        // When
        offer(order());

        // Then
        awaitLast("job FAILED: the step two ended with exit code 3");
        assertThat(gateway.reports())
                .containsExactly(
                        "job started",
                        "planned [one, two, three]",
                        "step 0 started",
                        "step 0 SUCCEEDED 0",
                        "step 1 started",
                        "step 1 FAILED 3",
                        "job FAILED: the step two ended with exit code 3");
        await().atMost(PATIENCE).until(executor::openSpaces, open -> open == 0);
    }

    @Test
    void runsNoMoreJobsThanItHasRoomFor() throws Exception {
        // Given
        restart(Duration.ofSeconds(3));
        define("pipeline: { hang: { commands: [ hang ] } }");

        // When
        for (int count = 0; count < 2 * CAPACITY; count++) {
            offer(order());
        }
        await().atMost(PATIENCE).until(executor::hangingSteps, hanging -> hanging == CAPACITY);
        gateway.wish(RunnerGateway.Wish.CANCEL);

        // Then
        await().atMost(PATIENCE)
                .until(
                        () -> gateway.reports().stream()
                                .filter("job CANCELED: canceled"::equals)
                                .count(),
                        count -> count == 2 * CAPACITY);
        assertThat(executor.mostHangingSteps()).isEqualTo(CAPACITY);
    }

    @Test
    void killsAStepWhoseLeaseIsLostAndReportsNothing() throws Exception {
        // Given
        restart(Duration.ofMillis(600));
        define("pipeline: { hang: { commands: [ hang ] } }");
        offer(order());
        awaitLast("step 0 started");

        // When
        gateway.loseLeases();

        // Then
        await().atMost(PATIENCE).until(runner::runningJobs, running -> running == 0);
        assertThat(executor.hangingSteps()).isZero();
        assertThat(gateway.reports()).endsWith("step 0 started");
    }

    @Test
    void killsItsStepsWhenItCannotReachAnybodyForTheLengthOfALease() throws Exception {
        // Given
        restart(Duration.ofMillis(900));
        define("pipeline: { hang: { commands: [ hang ] } }");
        offer(order());
        awaitLast("step 0 started");

        // When
        gateway.goAway();

        // Then
        await().atMost(PATIENCE).until(runner::runningJobs, running -> running == 0);
        assertThat(executor.hangingSteps()).isZero();
    }

    @Test
    void sendsAReportUntilItIsTaken() throws Exception {
        // Given
        define("pipeline: { one: { commands: [ 'exit 0' ] } }");
        gateway.failNext(3);

        // When
        offer(order());

        // Then
        awaitLast("job SUCCEEDED");
        assertThat(gateway.reports()).hasSize(5);
    }

    @Test
    void heedsAWishThatItLearnsFromItsHeartbeat() throws Exception {
        // Given
        restart(Duration.ofMillis(900));
        define("pipeline: { hang: { commands: [ hang ] }, after: { commands: [ 'exit 0' ] } }");
        offer(order());
        awaitLast("step 0 started");

        // When
        gateway.wish(RunnerGateway.Wish.CANCEL);

        // Then
        awaitLast("job CANCELED: canceled");
        assertThat(gateway.reports()).contains("step 0 CANCELED 137").doesNotContain("step 1 started");
    }

    @Test
    void endsItsJobsWhenTheProcessStops() throws Exception {
        // Given
        define("pipeline: { hang: { commands: [ hang ] } }");
        offer(order());
        awaitLast("step 0 started");

        // When
        runner.stop(new ShutdownEvent());

        // Then
        assertThat(gateway.reports()).endsWith("step 0 ERRORED 137", "job ERRORED: runner stopped");
        assertThat(executor.hangingSteps()).isZero();
    }

    @Test
    void theTimeLimitCountsWhileCloning() throws Exception {
        // Given
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + silent.getLocalPort() + "/hello.git";

            // When
            offer(order(Duration.ofSeconds(1), url));

            // Then
            awaitLast("job TIMED_OUT: the time limit of 1 s was over");
        }
    }

    @Test
    void tellsItsCapacityForAsLongAsItLives() throws Exception {
        // Given
        runner.stop(new ShutdownEvent());
        metrics.clear();
        // More than Java keeps boxed for ever.
        start(Duration.ofSeconds(30), 4321);
        WeakReference<Object> canary = new WeakReference<>(new Object());

        // When
        await().atMost(PATIENCE).until(() -> {
            System.gc();
            return canary.refersTo(null);
        });

        // Then
        assertThat(metrics.get("slipway.runner.jobs.capacity").gauge().value()).isEqualTo(4321);
        assertThat(metrics.get("slipway.runner.jobs.running").gauge().value()).isZero();
    }

    private void restart(Duration lease) throws IOException {
        runner.stop(new ShutdownEvent());
        start(lease, CAPACITY);
    }

    private void start(Duration lease, int capacity) throws IOException {
        gateway = new FakeGateway(lease);
        Git git = new Git(
                "git",
                Optional.of(List.of(folder)),
                Duration.ofSeconds(5),
                Duration.ofMinutes(1),
                1,
                folder.resolve("data"),
                new OutboundAddresses(true));
        runner = new Runner(
                gateway, git, executor, listener -> {}, metrics, true, capacity, Duration.ofSeconds(1), 1_000_000);
        runner.start(new StartupEvent());
    }

    private void define(String definition) throws Exception {
        repository.commit(".drone.yml", definition, "Define");
    }

    private void offer(JobOrder order) {
        gateway.offer(order);
        runner.wake();
    }

    private void awaitLast(String report) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> assertThat(gateway.reports()).endsWith(report));
    }

    private JobOrder order() {
        return order(Duration.ofMinutes(1), url());
    }

    private String url() {
        return repository.url();
    }

    private static JobOrder order(Duration timeLimit, String url) {
        return new JobOrder(
                UUID.randomUUID(),
                1,
                1,
                UUID.randomUUID(),
                1,
                UUID.randomUUID(),
                "acme/hello",
                false,
                url,
                "main",
                null,
                new GitRef(GitRef.Kind.BRANCH, "main", null),
                BuildSnapshot.Trigger.Event.MANUAL,
                Map.of(),
                timeLimit,
                Instant.now(),
                null);
    }
}
