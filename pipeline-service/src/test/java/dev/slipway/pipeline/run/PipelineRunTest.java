package dev.slipway.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.events.BuildCancelRequested;
import dev.slipway.events.BuildRequested;
import dev.slipway.events.BuildStatusChanged;
import dev.slipway.events.Origin;
import dev.slipway.events.PipelineRunStatusChanged;
import dev.slipway.events.RunStatus;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.log.LogKeys;
import dev.slipway.pipeline.Api;
import dev.slipway.pipeline.FakeBuildService;
import dev.slipway.pipeline.PipelineTest;
import dev.slipway.testkit.Logged;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs against the real database and the real broker; only build-service is not there, somebody speaks for it. */
@PipelineTest
class PipelineRunTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static FakeBuildService builds;

    @Inject
    RunReaper reaper;

    @Inject
    Database database;

    @BeforeAll
    static void startBuildService() throws Exception {
        builds = FakeBuildService.start();
    }

    @AfterAll
    static void stopBuildService() throws Exception {
        builds.close();
    }

    @Test
    void stagesRunOneAfterAnotherAndTheirStepsSideBySide() {
        // Given
        UUID run = Api.run(Api.pipeline(2, 1));
        List<BuildRequested> first = builds.awaitRequests(run, 2);

        // When
        first.forEach(build -> builds.tell(build, 2, RunStatus.RUNNING, null));
        first.forEach(build -> builds.tell(build, 3, RunStatus.SUCCEEDED, null));
        List<BuildRequested> all = builds.awaitRequests(run, 3);
        builds.tell(all.get(2), 3, RunStatus.SUCCEEDED, null);

        // Then
        awaitStatus(run, "SUCCEEDED");
        JsonPath view = Api.runOf(run);
        assertThat(view.getList("stages.status")).containsExactly("SUCCEEDED", "SUCCEEDED");
        assertThat(view.getString("stages[1].steps[0].build_id"))
                .isEqualTo(all.get(2).buildId().toString());
        assertThat(view.getString("started_at")).isNotNull();
        assertThat(view.getString("finished_at")).isNotNull();
        assertThat(all).allSatisfy(request -> {
            assertThat(request.requester().name()).isEqualTo("mia");
            assertThat(request.requester().tenant()).isEqualTo("acme");
            assertThat(request.requester().administrator()).isFalse();
            assertThat(request.ref().name()).isEqualTo("main");
            assertThat(request.origin().kind()).isEqualTo(Origin.Kind.PIPELINE);
        });
        assertToldOnceAndInOrder(run, view.getLong("version"));
    }

    @Test
    void aFailedStepFailsItsStageAndTheRestIsSkipped() {
        // Given
        UUID run = Api.run(Api.pipeline(1, 1));
        BuildRequested build = builds.awaitRequests(run, 1).get(0);

        // When
        builds.tell(build, 3, RunStatus.FAILED, "step test ended with exit code 1");

        // Then
        awaitStatus(run, "FAILED");
        JsonPath view = Api.runOf(run);
        assertThat(view.getList("stages.status")).containsExactly("FAILED", "SKIPPED");
        assertThat(view.getString("reason"))
                .contains("stage \"of 1\", step 1")
                .contains(build.buildId().toString())
                .contains("exit code 1");
        assertThat(builds.requests(run)).hasSize(1);
    }

    @Test
    void aRefusedBuildIsToldAsSuch() {
        // Given
        UUID run = Api.run(Api.pipeline(1));
        BuildRequested build = builds.awaitRequests(run, 1).get(0);

        // When
        builds.refuse(build, "not_found", "there is no such flow");

        // Then
        awaitStatus(run, "FAILED");
        JsonPath view = Api.runOf(run);
        assertThat(view.getString("stages[0].steps[0].status")).isEqualTo("ERRORED");
        assertThat(view.getString("reason")).contains("refused the build (not_found): there is no such flow");
    }

    @Test
    void theSameEventAHundredTimesHasOneEffect() {
        // Given
        UUID run = Api.run(Api.pipeline(1, 1));
        BuildRequested build = builds.awaitRequests(run, 1).get(0);
        BuildStatusChanged event = FakeBuildService.changed(build, 3, RunStatus.SUCCEEDED, null);
        UUID eventId = UUID.randomUUID();

        // When
        for (int repeat = 0; repeat < 100; repeat++) {
            builds.send(eventId, event);
            builds.send(UUID.randomUUID(), event);
        }
        BuildRequested last = builds.awaitRequests(run, 2).get(1);
        builds.tell(last, 2, RunStatus.SUCCEEDED, null);

        // Then
        awaitStatus(run, "SUCCEEDED");
        assertThat(builds.requests(run)).hasSize(2);
        // Queued, begun, first stage over and second begun, over.
        assertThat(Api.runOf(run).getLong("version")).isEqualTo(4);
        assertToldOnceAndInOrder(run, 4);
    }

    @Test
    void versionsThatComeLateChangeNothing() {
        // Given
        UUID run = Api.run(Api.pipeline(2));
        List<BuildRequested> both = builds.awaitRequests(run, 2);

        // When
        builds.tell(both.get(0), 5, RunStatus.SUCCEEDED, null);
        builds.tell(both.get(0), 4, RunStatus.FAILED, "long ago");
        builds.tell(both.get(0), 2, RunStatus.RUNNING, null);
        builds.tell(both.get(1), 3, RunStatus.RUNNING, null);
        builds.tell(both.get(1), 2, RunStatus.QUEUED, null);
        builds.tell(both.get(1), 4, RunStatus.SUCCEEDED, null);

        // Then
        awaitStatus(run, "SUCCEEDED");
        assertThat(Api.runOf(run).getLong("version")).isEqualTo(5);
    }

    @Test
    void buildsThatNoStepAskedForConcernNobody() {
        // Given
        UUID run = Api.run(Api.pipeline(1));
        BuildRequested build = builds.awaitRequests(run, 1).get(0);

        // When
        builds.send(
                UUID.randomUUID(),
                new BuildStatusChanged(
                        BuildStatusChanged.Change.FINISHED,
                        List.of(),
                        null,
                        FakeBuildService.snapshot(build, Origin.api(), 9, RunStatus.FAILED, "not yours")));
        builds.send(
                UUID.randomUUID(),
                new BuildStatusChanged(
                        BuildStatusChanged.Change.FINISHED,
                        List.of(),
                        null,
                        FakeBuildService.snapshot(
                                build,
                                new Origin(Origin.Kind.PIPELINE, UUID.randomUUID(), UUID.randomUUID()),
                                9,
                                RunStatus.FAILED,
                                "not yours")));
        builds.tell(build, 2, RunStatus.SUCCEEDED, null);

        // Then
        awaitStatus(run, "SUCCEEDED");
    }

    @Test
    void aCanceledRunCancelsItsLiveBuildsAndEndsWithThem() {
        // Given
        UUID run = Api.run(Api.pipeline(2, 1));
        List<BuildRequested> both = builds.awaitRequests(run, 2);
        builds.tell(both.get(0), 3, RunStatus.SUCCEEDED, null);
        await().atMost(PATIENCE).until(() -> "SUCCEEDED".equals(Api.runOf(run).getString("stages[0].steps[0].status")));

        // When
        JsonPath canceled = Api.member()
                .post(Api.RUNS + "/" + run + "/cancel")
                .then()
                .statusCode(202)
                .extract()
                .jsonPath();
        await().atMost(PATIENCE).until(() -> !builds.cancellations(run).isEmpty());
        builds.tell(both.get(1), 4, RunStatus.CANCELED, "canceled by mia");

        // Then
        awaitStatus(run, "CANCELED");
        assertThat(canceled.getString("canceled_by")).isEqualTo("mia");
        assertThat(builds.cancellations(run))
                .extracting(BuildCancelRequested::buildId)
                .containsExactly(both.get(1).buildId());
        assertThat(Api.runOf(run).getString("reason")).isEqualTo("canceled by mia");
        assertThat(Api.runOf(run).getList("stages.status")).containsExactly("CANCELED", "SKIPPED");
    }

    @Test
    void aRunThatIsOverStaysAsItIs() {
        // Given
        UUID run = Api.run(Api.pipeline(1));
        builds.tell(builds.awaitRequests(run, 1).get(0), 3, RunStatus.SUCCEEDED, null);
        awaitStatus(run, "SUCCEEDED");

        // When
        JsonPath answer = Api.member()
                .post(Api.RUNS + "/" + run + "/cancel")
                .then()
                .statusCode(202)
                .extract()
                .jsonPath();

        // Then
        assertThat(answer.getString("status")).isEqualTo("SUCCEEDED");
        assertThat(answer.getString("canceled_by")).isNull();
    }

    @Test
    void aRunAtItsDeadlineTimesOutAndCancelsItsBuilds() {
        // Given
        UUID run = Api.run(Api.pipeline(1, 1));
        BuildRequested build = builds.awaitRequests(run, 1).get(0);
        passDeadline(run);

        // When
        reaper.reap().await().atMost(PATIENCE);

        // Then
        assertThat(Api.statusOf(run)).isEqualTo("TIMED_OUT");
        assertThat(Api.runOf(run).getString("reason")).contains("deadline");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(builds.cancellations(run))
                        .extracting(BuildCancelRequested::buildId)
                        .containsExactly(build.buildId()));
    }

    @Test
    void theReaperLeavesRunsWhoseTimeHasNotCome() {
        // Given
        UUID run = Api.run(Api.pipeline(1));
        builds.awaitRequests(run, 1);

        // When
        reaper.reap().await().atMost(PATIENCE);

        // Then
        assertThat(Api.statusOf(run)).isEqualTo("RUNNING");
    }

    @Test
    void deletingAPipelineCancelsItsRuns() {
        // Given
        String pipeline = Api.pipeline(1);
        UUID run = Api.run(pipeline);
        BuildRequested build = builds.awaitRequests(run, 1).get(0);

        // When
        Api.administrator().delete(Api.PIPELINES + "/" + pipeline).then().statusCode(204);

        // Then
        await().atMost(PATIENCE).until(() -> !builds.cancellations(run).isEmpty());
        builds.tell(build, 3, RunStatus.CANCELED, null);
        awaitStatus(run, "CANCELED");
        assertThat(Api.runOf(run).getString("reason")).isEqualTo("canceled by the deletion of its pipeline");
    }

    @Test
    void whatIsLoggedOfARunSaysWhichItIs() {
        // Given
        String pipeline = Api.pipeline(1);

        // When
        try (Logged logged = Logged.by(RunJournal.class)) {
            UUID run = Api.run(pipeline);
            builds.tell(builds.awaitRequests(run, 1).get(0), 3, RunStatus.SUCCEEDED, null);

            // Then
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(logged.about(LogKeys.RUN_ID, run))
                            .allSatisfy(line -> assertThat(line.keys()).containsEntry(LogKeys.PIPELINE_ID, pipeline))
                            .extracting(Logged.Line::message)
                            .satisfiesExactlyInAnyOrder(
                                    line -> assertThat(line).endsWith("is QUEUED"),
                                    line -> assertThat(line).endsWith("is RUNNING"),
                                    line -> assertThat(line).endsWith("is SUCCEEDED")));
        }
    }

    private static void awaitStatus(UUID run, String status) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Api.statusOf(run)).isEqualTo(status));
    }

    /** Every version once and in order, each event going on from the status of the one before. */
    private static void assertToldOnceAndInOrder(UUID run, long lastVersion) {
        await().atMost(PATIENCE).until(() -> builds.events(run).size() >= lastVersion);
        List<PipelineRunStatusChanged> told = builds.events(run);
        assertThat(told.stream().map(event -> event.run().version()))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, lastVersion).boxed().toList());
        List<RunStatus> before = new ArrayList<>();
        before.add(null);
        told.forEach(event -> before.add(event.run().status()));
        assertThat(told.stream().map(PipelineRunStatusChanged::previousStatus))
                .containsExactlyElementsOf(before.subList(0, told.size()));
    }

    private void passDeadline(UUID run) {
        database.query(client -> client.query(
                                "UPDATE pipeline_run SET deadline_at = now() - interval '1 second' WHERE id = '" + run
                                        + "'")
                        .execute())
                .await()
                .atMost(PATIENCE);
    }
}
