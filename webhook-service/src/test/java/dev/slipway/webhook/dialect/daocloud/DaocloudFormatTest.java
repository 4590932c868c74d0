package dev.slipway.webhook.dialect.daocloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.events.BuildSnapshot;
import dev.slipway.events.BuildStatusChanged;
import dev.slipway.events.GitRef;
import dev.slipway.events.RunStatus;
import dev.slipway.webhook.SampleBuilds;
import dev.slipway.webhook.format.SubscriberEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Held against "WebHook" of DaoCloud's document, field for field. */
class DaocloudFormatTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant TOLD_AT = SampleBuilds.STARTED_AT.plusSeconds(30);

    @Test
    void theSampleOfTheDocumentComesOutAsItIsPrinted() throws IOException {
        // Given
        JsonNode printed = JSON.readTree("""
                {
                  "repo":"daocloud/api",
                  "image":"daocloud.io/daocloud/api:master-init",
                  "name":"api",
                  "build_flow_id":"8d7622ea-9323-4489-8c8e-fc4bed448961",
                  "build": {
                    "build_flow_id":"8d7622ea-9323-4489-8c8e-fc4bed448961",
                    "stages": [
                      {"name": "test", "status": "Success"},
                      {"name": "build", "status": "Success"},
                      {"name": "deploy", "status": "Success"}
                    ],
                    "status":"Success",
                    "duration_seconds":180,
                    "author":"DaoCloud",
                    "triggered_by":"tag",
                    "sha":"a7c35d9dc7e93788ce81befbadeb0108de495e5e",
                    "ref": "v1.0",
                    "ref_is_branch": false,
                    "ref_is_tag": true,
                    "tag":"v1.0",
                    "branch":null,
                    "pull_request":"",
                    "message":"init build ",
                    "started_at":"2015-01-01T08:20:00+00:00",
                    "build_type":"ci_build"
                  }
                }
                """);

        // When
        JsonNode payload = render(SampleBuilds.ofTheDocument());

        // Then
        assertThat(payload).isEqualTo(printed);
    }

    @ParameterizedTest
    @CsvSource({
        "QUEUED, Started",
        "RUNNING, Started",
        "WAITING, Started",
        "PAUSED, Started",
        "SUCCEEDED, Success",
        "SKIPPED, Success",
        "IGNORED, Success",
        "FAILED, Failure",
        "TIMED_OUT, Failure",
        "ERRORED, Error",
        "CANCELED, Canceled",
    })
    void aStateIsToldInOneOfTheDocumentsFiveWords(RunStatus status, String word) throws IOException {
        // When
        JsonNode payload = render(SampleBuilds.ofBranch("acme", status));

        // Then
        assertThat(payload.at("/build/status").asText()).isEqualTo(word);
    }

    @ParameterizedTest
    @EnumSource(value = RunStatus.class, mode = EnumSource.Mode.EXCLUDE, names = "SUCCEEDED")
    void onlyASuccessHasAnImage(RunStatus status) throws IOException {
        // When
        JsonNode payload = render(SampleBuilds.ofBranch("acme", status));

        // Then
        assertThat(payload.at("/image").asText()).isEmpty();
    }

    @Test
    void aBranchIsBothRefAndBranch() throws IOException {
        // When
        JsonNode build =
                render(SampleBuilds.ofBranch("acme", RunStatus.SUCCEEDED)).get("build");

        // Then
        assertThat(build.get("ref").asText()).isEqualTo("Feature/Login");
        assertThat(build.get("branch").asText()).isEqualTo("Feature/Login");
        assertThat(build.get("ref_is_branch").isBoolean()).isTrue();
        assertThat(build.get("ref_is_branch").asBoolean()).isTrue();
        assertThat(build.get("ref_is_tag").asBoolean()).isFalse();
        assertThat(build.get("tag").asText()).isEqualTo("feature-login-a7c35d9");
        assertThat(build.get("triggered_by").asText()).isEqualTo("manual");
    }

    @Test
    void aPullRequestIsNamedByItsNumber() throws IOException {
        // Given
        BuildStatusChanged changed = SampleBuilds.changed(
                "acme",
                new GitRef(GitRef.Kind.PULL_REQUEST, "12", SampleBuilds.SHA),
                BuildSnapshot.Trigger.Event.PULL_REQUEST,
                RunStatus.RUNNING,
                null,
                List.of());

        // When
        JsonNode build = render(changed).get("build");

        // Then
        assertThat(build.get("pull_request").asText()).isEqualTo("12");
        assertThat(build.get("branch").isNull()).isTrue();
        assertThat(build.get("ref_is_branch").asBoolean()).isFalse();
        assertThat(build.get("triggered_by").asText()).isEqualTo("pull_request");
    }

    @Test
    void aStageThatHasNotBegunIsLeftOut() throws IOException {
        // When
        JsonNode stages =
                render(SampleBuilds.ofBranch("acme", RunStatus.RUNNING)).at("/build/stages");

        // Then
        assertThat(stages).hasSize(1);
        assertThat(stages.at("/0/name").asText()).isEqualTo("test");
        assertThat(stages.at("/0/status").asText()).isEqualTo("Started");
    }

    @Test
    void aRunningBuildHasLastedUpToTheChangeThatIsTold() throws IOException {
        // When
        JsonNode build =
                render(SampleBuilds.ofBranch("acme", RunStatus.RUNNING)).get("build");

        // Then
        assertThat(build.get("duration_seconds").asLong()).isEqualTo(30);
    }

    @Test
    void aQueuedBuildHasNotLastedAtAll() throws IOException {
        // When
        JsonNode build = render(SampleBuilds.ofBranch("acme", RunStatus.QUEUED)).get("build");

        // Then
        assertThat(build.get("duration_seconds").asLong()).isZero();
        assertThat(build.get("started_at").asText()).isEqualTo("2015-01-01T08:20:00+00:00");
    }

    private static JsonNode render(BuildStatusChanged changed) throws IOException {
        SubscriberEvent event = SubscriberEvent.of(changed, TOLD_AT).orElseThrow();
        return JSON.readTree(new DaocloudFormat().render(event));
    }
}
