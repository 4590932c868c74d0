package dev.slipway.build.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.slipway.build.Api;
import dev.slipway.build.Broker;
import dev.slipway.build.SourceFolders;
import dev.slipway.build.WithoutRunner;
import dev.slipway.build.build.Builds;
import dev.slipway.build.build.NewBuild;
import dev.slipway.events.BuildCancelRequested;
import dev.slipway.events.BuildQueued;
import dev.slipway.events.BuildRefused;
import dev.slipway.events.BuildRequested;
import dev.slipway.events.BuildStatusChanged;
import dev.slipway.events.BuildStatusChanged.Change;
import dev.slipway.events.GitRef;
import dev.slipway.events.Message;
import dev.slipway.events.Origin;
import dev.slipway.events.Requester;
import dev.slipway.events.RunStatus;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.db.Ids;
import dev.slipway.testkit.SlipwayInfra;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(WithoutRunner.class)
@QuarkusTestResource(value = SlipwayInfra.class, initArgs = @ResourceArg(name = "schema", value = "build"))
@QuarkusTestResource(SourceFolders.class)
class BuildCommandsTest {

    private static final GitRef MAIN = new GitRef(GitRef.Kind.BRANCH, "main", null);
    private static final Origin STEP = new Origin(Origin.Kind.PIPELINE, Ids.newId(), Ids.newId());
    private static final Requester MEMBER = new Requester("mia", "acme", false);

    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    Builds builds;

    @Inject
    Database database;

    @Test
    void aRequestedBuildIsMadeOnceHoweverOftenItIsAskedFor() {
        // Given
        String flowId = Api.flow(Api.freshRepository("acme"));
        UUID buildId = Ids.newId();

        // When
        Broker.send(requested(buildId, flowId, MAIN, List.of(), MEMBER));
        Broker.send(requested(buildId, flowId, MAIN, List.of(), MEMBER));

        // Then
        List<Message> events = Broker.eventsOf(buildId, found -> !found.isEmpty());
        assertThat(events).singleElement().isInstanceOfSatisfying(BuildStatusChanged.class, event -> {
            assertThat(event.change()).isEqualTo(Change.QUEUED);
            assertThat(event.previousStatus()).isNull();
            assertThat(event.build().id()).isEqualTo(buildId);
            assertThat(event.build().origin()).isEqualTo(STEP);
            assertThat(event.build().trigger().principal()).isEqualTo("mia");
            assertThat(event.build().ref()).isEqualTo(MAIN);
        });
        Api.admin().get("/platform/v1/builds/" + buildId).then().statusCode(200).body("number", equalTo(1));
        Api.admin().get(Api.builds(flowId)).then().body("items", hasSize(1));
    }

    /** A pipeline is written by its tenant. That an administrator runs it lends it no right to what is another's. */
    @Test
    void aPipelineThatAnAdministratorRunsBuildsNoFlowOfAnotherTenant() {
        // Given
        String flowId = Api.flow(Api.freshRepository("acme"));
        UUID buildId = Ids.newId();

        // When
        Broker.send(requested(buildId, flowId, MAIN, List.of(), new Requester("root", "elsewhere", true)));

        // Then
        assertThat(refusal(buildId).code()).isEqualTo("not_found");
        Api.admin().get(Api.builds(flowId)).then().body("items", hasSize(0));
    }

    @Test
    void aPipelineThatAnAdministratorRunsBuildsItsOwnTenantsFlow() {
        // Given
        String flowId = Api.flow(Api.freshRepository("acme"));
        UUID buildId = Ids.newId();

        // When
        Broker.send(requested(buildId, flowId, MAIN, List.of(), new Requester("root", "acme", true)));

        // Then
        assertThat(Broker.eventsOf(buildId, found -> !found.isEmpty()).get(0)).isInstanceOf(BuildStatusChanged.class);
    }

    @Test
    void aForeignFlowAndAnUnknownOneAreRefusedAlike() {
        // Given
        String flowId = Api.flow(Api.freshRepository("acme"));
        Requester stranger = new Requester("eve", "other", false);
        UUID foreign = Ids.newId();
        UUID unknown = Ids.newId();

        // When
        Broker.send(requested(foreign, flowId, MAIN, List.of(), stranger));
        Broker.send(requested(unknown, Api.nobodysId(), MAIN, List.of(), stranger));

        // Then
        BuildRefused first = refusal(foreign);
        BuildRefused second = refusal(unknown);
        assertThat(first.code()).isEqualTo("not_found");
        assertThat(first.origin()).isEqualTo(STEP);
        assertThat(first.reason()).isEqualTo(second.reason());
        assertThat(second.code()).isEqualTo("not_found");
    }

    @Test
    void aRefThatCannotExistIsRefused() {
        // Given
        UUID buildId = Ids.newId();
        GitRef impossible = new GitRef(GitRef.Kind.BRANCH, "--upload-pack=x", null);

        // When
        Broker.send(requested(buildId, Api.flow(Api.freshRepository("acme")), impossible, List.of(), MEMBER));

        // Then
        assertThat(refusal(buildId).code()).isEqualTo("ref_not_found");
    }

    @Test
    void parametersThatNobodyHereHoldsAreRefused() {
        // Given
        UUID buildId = Ids.newId();

        // When
        Broker.send(requested(buildId, Api.flow(Api.freshRepository("acme")), MAIN, List.of("COLOUR"), MEMBER));

        // Then
        assertThat(refusal(buildId).code()).isEqualTo("invalid");
    }

    @Test
    void aRequestToCancelEndsABuildThatWaits() {
        // Given
        UUID buildId = UUID.fromString(Api.build(Api.flow(Api.freshRepository("acme"))));

        // When
        Broker.send(new BuildCancelRequested(buildId, MEMBER, STEP));

        // Then
        List<Message> events = Broker.eventsOf(buildId, found -> found.size() >= 2);
        assertThat(events).hasSize(2);
        assertThat(events.get(1)).isInstanceOfSatisfying(BuildStatusChanged.class, event -> {
            assertThat(event.change()).isEqualTo(Change.FINISHED);
            assertThat(event.build().status()).isEqualTo(RunStatus.CANCELED);
            assertThat(event.build().version()).isEqualTo(2);
            assertThat(event.build().reason()).isEqualTo("canceled by mia");
        });
    }

    @Test
    void aStrangersRequestToCancelChangesNothing() {
        // Given
        UUID buildId = UUID.fromString(Api.build(Api.flow(Api.freshRepository("acme"))));
        Broker.send(new BuildCancelRequested(buildId, new Requester("eve", "other", false), STEP));
        Broker.send(new BuildCancelRequested(buildId, new Requester("root", "other", true), STEP));

        // When
        Broker.send(new BuildCancelRequested(buildId, MEMBER, STEP));

        // Then
        List<Message> events = Broker.eventsOf(buildId, found -> found.size() >= 2);
        assertThat(events.get(1))
                .isInstanceOfSatisfying(
                        BuildStatusChanged.class,
                        event -> assertThat(event.build().reason()).isEqualTo("canceled by mia"));
    }

    /** In a transaction that has not committed yet, so nobody else offers them meanwhile. */
    @Test
    void queuedBuildsAreOfferedTogetherInTheirOrderButForThoseThatWaitNoMore() {
        // Given
        UUID flowId = UUID.fromString(Api.flow(Api.freshRepository("acme")));
        NewBuild first = byHand(flowId);
        NewBuild canceled = byHand(flowId);
        NewBuild last = byHand(flowId);

        // When
        List<UUID> offered = database.inTransaction(transaction -> builds.create(transaction, first)
                        .chain(() -> builds.create(transaction, canceled))
                        .chain(() -> builds.create(transaction, last))
                        .chain(() -> builds.cancel(transaction, canceled.id(), "mia"))
                        .chain(() -> builds.offer(transaction, queued(last, canceled, first)))
                        .chain(() -> builds.offer(transaction, queued(first, last)))
                        .chain(() -> transaction
                                .connection()
                                .preparedQuery(
                                        "SELECT build_id FROM job_queue WHERE build_id = ANY($1) ORDER BY position")
                                .execute(Tuple.of(new UUID[] {first.id(), canceled.id(), last.id()})))
                        .map(rows -> rows.stream()
                                .map(row -> row.getUUID("build_id"))
                                .toList()))
                .await()
                .atMost(SOON);

        // Then
        assertThat(offered).containsExactly(last.id(), first.id());
    }

    private static NewBuild byHand(UUID flowId) {
        return NewBuild.byHand(flowId, MAIN, "mia", Map.of());
    }

    private static List<BuildQueued> queued(NewBuild... builds) {
        return Stream.of(builds).map(build -> new BuildQueued(build.id(), 1)).toList();
    }

    private static BuildRefused refusal(UUID buildId) {
        return (BuildRefused)
                Broker.eventsOf(buildId, found -> !found.isEmpty()).get(0);
    }

    private static BuildRequested requested(
            UUID buildId, String flowId, GitRef ref, List<String> parameters, Requester requester) {
        return new BuildRequested(buildId, UUID.fromString(flowId), ref, parameters, requester, STEP);
    }
}
