package dev.slipway.build.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.slipway.build.Api;
import dev.slipway.build.SourceFolders;
import dev.slipway.build.definition.BuildPlan;
import dev.slipway.build.definition.PlannedStep;
import dev.slipway.build.log.LogChunk;
import dev.slipway.build.log.LogEntry;
import dev.slipway.build.log.LogLine;
import dev.slipway.build.log.LogReader;
import dev.slipway.events.BuildSnapshot;
import dev.slipway.events.RunStatus;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.log.LogKeys;
import dev.slipway.testkit.Logged;
import dev.slipway.testkit.SlipwayInfra;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.Test;

/** The gateway as a runner sees it; the service's own runner is switched off. */
@QuarkusTest
@TestProfile(DatabaseGatewayTest.WithoutRunner.class)
@QuarkusTestResource(value = SlipwayInfra.class, initArgs = @ResourceArg(name = "schema", value = "build"))
@QuarkusTestResource(SourceFolders.class)
class DatabaseGatewayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final BuildSnapshot.Commit COMMIT =
            new BuildSnapshot.Commit(Api.SOME_SHA, "Change", "Ada", "ada@example.com", Instant.EPOCH);
    private static final BuildPlan PLAN =
            new BuildPlan(".drone.yml", List.of(step("compile"), step("test")), List.of());

    @Inject
    RunnerGateway gateway;

    @Inject
    LostRunners lostRunners;

    @Inject
    LogReader logs;

    @Inject
    Database database;

    /** No runner of its own, and nobody but the test looks for lost ones before a minute is over. */
    public static final class WithoutRunner implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "slipway.build.runner.enabled", "false",
                    "slipway.build.runner.lease", "5m",
                    "slipway.build.log.poll", "30s");
        }
    }

    @Test
    void aJobIsClaimedOnce() {
        // Given
        String build = queued();

        // When
        Claim claim = claim(build);

        // Then
        assertThat(claim.epoch()).isEqualTo(1);
        assertThat(claim.order().buildId()).isEqualTo(UUID.fromString(build));
        assertThat(claim.order().ref().sha()).isEqualTo(Api.SOME_SHA);
        assertThat(wait(gateway.claim("another", 10))).isEmpty();
    }

    @Test
    void reportsBecomeTheBuild() {
        // Given
        String build = queued();
        Claim claim = claim(build);

        // When
        wait(gateway.jobStarted(claim));
        wait(gateway.jobStarted(claim));
        wait(gateway.jobPlanned(claim, COMMIT, PLAN));
        wait(gateway.stepStarted(claim, 0));
        wait(gateway.stepFinished(claim, 0, RunStatus.SUCCEEDED, 0));
        wait(gateway.stepStarted(claim, 1));
        wait(gateway.stepFinished(claim, 1, RunStatus.FAILED, 3));
        wait(gateway.jobFinished(claim, new JobOutcome(RunStatus.FAILED, 3, "said so"), COMMIT));

        // Then
        var seen = BuildOnDisk.get(build);
        assertThat(seen.getString("status")).isEqualTo("FAILED");
        assertThat(seen.getList("jobs[0].steps.status")).containsExactly("SUCCEEDED", "FAILED");
        assertThat(seen.getString("commit.message")).isEqualTo("Change");
        assertThat(wait(gateway.heartbeat("me", List.of(claim)))).isEmpty();
        assertThatExceptionOfType(LeaseLostException.class)
                .isThrownBy(() -> wait(gateway.jobFinished(claim, JobOutcome.SUCCEEDED, COMMIT)));
    }

    @Test
    void aRunnerThatLostItsClaimChangesNothing() {
        // Given
        String build = queued();
        Claim old = claim(build);
        wait(gateway.jobStarted(old));
        takeAway(old);
        Claim present = wait(gateway.claim("another", 1)).get(0);
        assertThat(present.epoch()).isEqualTo(2);
        wait(gateway.jobPlanned(present, COMMIT, PLAN));

        // When, Then
        List<Uni<Void>> late = List.of(
                gateway.jobStarted(old),
                gateway.jobPlanned(old, COMMIT, PLAN),
                gateway.stepStarted(old, 0),
                gateway.stepFinished(old, 0, RunStatus.FAILED, 1),
                gateway.appendLog(old, chunk(old, 0, 0, "late")),
                gateway.jobFinished(old, JobOutcome.errored("late"), null));
        late.forEach(
                report -> assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> wait(report)));
        assertThat(wait(gateway.heartbeat("me", List.of(old)))).isEmpty();
        assertThat(BuildOnDisk.get(build).getString("status")).isEqualTo("RUNNING");
        assertThat(lines(build)).isEmpty();
        assertThat(wait(gateway.heartbeat("another", List.of(present))))
                .containsKey(present.order().jobId());
        wait(gateway.jobFinished(present, JobOutcome.SUCCEEDED, COMMIT));
    }

    @Test
    void aJobWhoseRunnerIsGoneIsEnded() {
        // Given
        String build = queued();
        Claim claim = claim(build);
        wait(gateway.jobStarted(claim));
        wait(gateway.jobPlanned(claim, COMMIT, PLAN));
        wait(gateway.stepStarted(claim, 0));
        wait(gateway.appendLog(claim, chunk(claim, 0, 0, "the last words")));
        wait(lostRunners.endAll());
        assertThat(BuildOnDisk.get(build).getString("status")).isEqualTo("RUNNING");
        expire(claim);

        // When
        wait(lostRunners.endAll());

        // Then
        var seen = BuildOnDisk.get(build);
        assertThat(seen.getString("status")).isEqualTo("ERRORED");
        assertThat(seen.getString("reason")).isEqualTo("runner lost");
        assertThat(seen.getList("jobs[0].steps.status")).containsExactly("ERRORED", "SKIPPED");
        assertThat(lines(build)).containsExactly("the last words");
        assertThatExceptionOfType(LeaseLostException.class)
                .isThrownBy(() -> wait(gateway.stepFinished(claim, 0, RunStatus.SUCCEEDED, 0)));
    }

    @Test
    void aLostJobThatWasToBeCanceledIsCanceled() {
        // Given
        String build = queued();
        Claim claim = claim(build);
        wait(gateway.jobStarted(claim));
        cancel(build);
        assertThat(wait(gateway.heartbeat("me", List.of(claim))))
                .containsEntry(claim.order().jobId(), RunnerGateway.Wish.CANCEL);
        expire(claim);

        // When
        wait(lostRunners.endAll());

        // Then
        assertThat(BuildOnDisk.get(build).getString("status")).isEqualTo("CANCELED");
    }

    /** The runner died, or never got the answer to its claim. */
    @Test
    void aJobThatWasClaimedAndNeverBegunWaitsAgain() {
        // Given
        String build = queued();
        Claim unheard = claim(build);
        expire(unheard);

        // When
        wait(lostRunners.endAll());

        // Then
        assertThat(BuildOnDisk.get(build).getString("status")).isEqualTo("QUEUED");
        Claim again = claim(build);
        assertThat(again.epoch()).isEqualTo(unheard.epoch() + 1);
        assertThat(again.order()).isEqualTo(unheard.order());
        // The first runner may have been frozen, and wake now.
        assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> wait(gateway.jobStarted(unheard)));
        assertThat(wait(gateway.heartbeat("me", List.of(unheard)))).isEmpty();
        wait(gateway.jobStarted(again));
        wait(gateway.jobFinished(again, JobOutcome.SUCCEEDED, COMMIT));
        assertThat(BuildOnDisk.get(build).getString("status")).isEqualTo("SUCCEEDED");
    }

    @Test
    void aJobThatWasClaimedAndNeverBegunAndIsToBeCanceledIsCanceled() {
        // Given
        String build = queued();
        Claim unheard = claim(build);
        cancel(build);
        expire(unheard);

        // When
        wait(lostRunners.endAll());

        // Then
        assertThat(BuildOnDisk.get(build).getString("status")).isEqualTo("CANCELED");
    }

    @Test
    void aJobThatCannotBeEndedDoesNotKeepTheOthersWaiting() {
        // Given
        Claim first = begun();
        Claim second = begun();
        Claim third = begun();
        List<Claim> claims = List.of(first, second, third);
        claims.forEach(this::expire);
        Claim broken = claims.stream()
                .min(Comparator.comparing(claim -> claim.order().jobId().toString()))
                .orElseThrow();
        update("UPDATE job_queue SET job_order = 'nonsense' WHERE job_id = $1", broken);

        // When
        wait(lostRunners.endAll());

        // Then
        claims.stream()
                .filter(claim -> claim != broken)
                .forEach(claim -> assertThat(
                                BuildOnDisk.get(claim.order().buildId().toString())
                                        .getString("reason"))
                        .isEqualTo("runner lost"));
        assertThat(BuildOnDisk.get(broken.order().buildId().toString()).getString("status"))
                .isEqualTo("RUNNING");
        update("DELETE FROM job_queue WHERE job_id = $1", broken);
    }

    @Test
    void whatIsLoggedOfALostJobSaysWhichItIs() {
        // Given
        Claim claim = begun();
        try (Logged logged = Logged.by(LostRunners.class)) {
            expire(claim);

            // When
            wait(lostRunners.endAll());

            // Then: the service looks for such jobs by itself too, and may have been the one that found it.
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(
                                    logged.about(LogKeys.JOB_ID, claim.order().jobId()))
                            .singleElement()
                            .satisfies(line -> assertThat(line.keys())
                                    .containsEntry(
                                            LogKeys.BUILD_ID,
                                            claim.order().buildId().toString())
                                    .containsEntry(
                                            LogKeys.FLOW_ID,
                                            claim.order().flowId().toString())));
        }
        assertThat(MDC.get(LogKeys.JOB_ID)).isNull();
    }

    @Test
    void aJobThatNobodyRunsYetIsCanceledAtOnce() {
        // Given
        String build = queued();

        // When
        cancel(build);

        // Then
        assertThat(BuildOnDisk.get(build).getString("status")).isEqualTo("CANCELED");
        // Its command may arrive at this very moment and offer it all the same: then its runner is told at the first
        // report.
        wait(gateway.claim("me", 10))
                .forEach(claim -> assertThatExceptionOfType(LeaseLostException.class)
                        .isThrownBy(() -> wait(gateway.jobStarted(claim))));
        assertThat(wait(gateway.claim("me", 10))).isEmpty();
    }

    @Test
    void aChunkThatIsSentTwiceIsThereOnce() {
        // Given
        String build = queued();
        Claim claim = claim(build);

        // When
        wait(gateway.appendLog(claim, chunk(claim, 0, 0, "a", "b")));
        wait(gateway.appendLog(claim, chunk(claim, 0, 0, "a", "b")));
        wait(gateway.appendLog(claim, chunk(claim, 0, 2, "c")));
        wait(gateway.appendLog(claim, chunk(claim, 1, 0, "d")));

        // Then
        assertThat(lines(build)).containsExactly("a", "b", "c", "d");
        wait(gateway.jobFinished(claim, JobOutcome.SUCCEEDED, COMMIT));
    }

    @Test
    void aFollowerGetsEachLineOnceHoweverOftenItComesBack() {
        // Given
        String build = queued();
        Claim claim = claim(build);
        wait(gateway.jobStarted(claim));
        AssertSubscriber<LogEntry> follower =
                follow(build, null).orElseThrow().subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));

        // When
        for (int first = 0; first < 50; first += 5) {
            wait(gateway.appendLog(claim, chunk(claim, 0, first, words(first, 5))));
        }
        await().atMost(PATIENCE).until(() -> follower.getItems().size(), size -> size == 50);
        wait(gateway.jobFinished(claim, JobOutcome.SUCCEEDED, COMMIT));
        follower.awaitCompletion(PATIENCE);

        // Then
        assertThat(follower.getItems()).hasSize(51);
        assertThat(texts(follower.getItems())).containsExactly(words(0, 50));
        assertThat(follower.getLastItem()).isInstanceOf(LogEntry.End.class);
        for (int seen : new int[] {0, 3, 4, 17, 48}) {
            List<LogEntry> rest = follow(build, follower.getItems().get(seen).id())
                    .orElseThrow()
                    .collect()
                    .asList()
                    .await()
                    .atMost(PATIENCE);
            assertThat(texts(rest)).containsExactly(words(seen + 1, 49 - seen));
        }
        assertThat(follow(build, follower.getItems().get(49).id())).isEmpty();
        assertThat(follow(build, follower.getLastItem().id())).isEmpty();
    }

    @Test
    void aSlowFollowerIsGivenOnlyWhatItTakes() {
        // Given
        String build = queued();
        Claim claim = claim(build);
        for (int first = 0; first < 2000; first += 20) {
            wait(gateway.appendLog(claim, chunk(claim, 0, first, words(first, 20))));
        }

        // When
        AssertSubscriber<LogEntry> slow =
                follow(build, null).orElseThrow().subscribe().withSubscriber(AssertSubscriber.create(3));
        slow.awaitItems(3, PATIENCE);

        // Then
        assertThat(slow.getItems()).hasSize(3);
        slow.request(Long.MAX_VALUE).awaitItems(2000, PATIENCE);
        assertThat(texts(slow.getItems())).containsExactly(words(0, 2000));
        slow.cancel();
        wait(gateway.jobFinished(claim, JobOutcome.SUCCEEDED, COMMIT));
    }

    private static String queued() {
        return Api.build(Api.flow(Api.freshRepository("acme")));
    }

    /** A job that its runner has begun. */
    private Claim begun() {
        Claim claim = claim(queued());
        wait(gateway.jobStarted(claim));
        return claim;
    }

    /** Claims this build's job, which Kafka makes claimable. */
    private Claim claim(String build) {
        return await().atMost(PATIENCE)
                .until(
                        () -> wait(gateway.claim("me", 1)),
                        claims -> claims.stream()
                                .anyMatch(claim ->
                                        claim.order().buildId().toString().equals(build)))
                .get(0);
    }

    private static void cancel(String build) {
        Api.admin().post("/platform/v1/builds/" + build + "/cancel").then().statusCode(202);
    }

    private void takeAway(Claim claim) {
        update("UPDATE job_queue SET lease_holder = NULL WHERE job_id = $1", claim);
    }

    private void expire(Claim claim) {
        update("UPDATE job_queue SET lease_expires_at = now() - interval '1 hour' WHERE job_id = $1", claim);
    }

    private void update(String sql, Claim claim) {
        wait(database.query(client ->
                client.preparedQuery(sql).execute(Tuple.of(claim.order().jobId()))));
    }

    private List<String> lines(String build) {
        return logs.build(UUID.fromString(build))
                .map(LogLine::text)
                .collect()
                .asList()
                .await()
                .atMost(PATIENCE);
    }

    private Optional<Multi<LogEntry>> follow(String build, String lastEventId) {
        return wait(logs.follow(UUID.fromString(build), lastEventId));
    }

    private static List<String> texts(List<LogEntry> entries) {
        return entries.stream()
                .filter(LogEntry.Line.class::isInstance)
                .map(entry -> ((LogEntry.Line) entry).line().text())
                .toList();
    }

    private static String[] words(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(number -> "line " + number)
                .toArray(String[]::new);
    }

    private static LogChunk chunk(Claim claim, int step, int firstLine, String... texts) {
        return new LogChunk(
                claim.order().buildId(),
                claim.order().jobId(),
                claim.order().attempt(),
                step,
                firstLine,
                List.of(texts).stream()
                        .map(text -> new LogChunk.Printed(LogLine.Stream.STDOUT, 0, text))
                        .toList());
    }

    private static PlannedStep step(String name) {
        return new PlannedStep(name, name, null, List.of("true"), Map.of());
    }

    private static <T> T wait(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
