package dev.slipway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import dev.slipway.events.ActionStatus;
import dev.slipway.events.AppActionStatusChanged;
import dev.slipway.events.AppState;
import dev.slipway.events.AppStateChanged;
import dev.slipway.events.Message;
import dev.slipway.testkit.InjectServers;
import dev.slipway.testkit.SlipwayInfra;
import dev.slipway.testkit.TestIdentity;
import dev.slipway.testkit.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Actions from the request through Kafka to a real process, and what is told of it. */
@QuarkusTest
@TestProfile(QuickActions.class)
@QuarkusTestResource(value = SlipwayInfra.class, initArgs = @ResourceArg(name = "schema", value = "app"))
class ActionTest {

    @InjectServers
    TestServers servers;

    private final String tenant = TestApi.freshTenant();

    @AfterAll
    static void stopWhatIsLeft() throws Exception {
        LeftApps.stop();
    }

    @Test
    void an_app_is_started_and_stopped_and_each_change_is_told_once_in_order() {
        // Given
        String mark = SleepingProcesses.mark();
        String app = TestApi.app(tenant, "web", "echo hello $WHO; sleep " + mark);
        // When
        JsonPath started = TestApi.act(tenant, app, "start");
        // Then
        assertThat(started.getString("status")).isEqualTo("SUCCEEDED");
        assertThat(TestApi.state(tenant, app)).isEqualTo("RUNNING");
        await().atMost(TestApi.PATIENCE).until(() -> SleepingProcesses.with(mark) == 1);
        assertThat(TestApi.log(tenant, app)).startsWith("hello");

        // When
        JsonPath stopped = TestApi.act(tenant, app, "stop");
        // Then
        assertThat(stopped.getString("status")).isEqualTo("SUCCEEDED");
        assertThat(TestApi.state(tenant, app)).isEqualTo("STOPPED");
        assertThat(SleepingProcesses.with(mark)).isZero();
        List<Message> told =
                AppEvents.until(servers.kafka().bootstrap(), UUID.fromString(app), messages -> messages.size() >= 8);
        assertThat(told.stream().map(ActionTest::words))
                .containsExactly(
                        "start RUNNING",
                        "STOPPED to STARTING",
                        "STARTING to RUNNING",
                        "start SUCCEEDED",
                        "stop RUNNING",
                        "RUNNING to STOPPING",
                        "STOPPING to STOPPED",
                        "stop SUCCEEDED");
        assertThat(told.stream().map(ActionTest::version)).containsExactly(2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    }

    @Test
    void an_app_keeps_its_files_and_gets_its_environment() {
        // Given
        String app = TestApi.post(
                        TestIdentity.member(tenant),
                        TestApi.APPS,
                        Map.of(
                                "owner",
                                tenant,
                                "name",
                                "files",
                                "command",
                                List.of("/bin/sh", "-c", "echo $WHO >> said; cat said; sleep 600"),
                                "environment",
                                Map.of("WHO", "it's me")))
                .jsonPath()
                .getString("id");
        // When
        TestApi.act(tenant, app, "start");
        TestApi.act(tenant, app, "restart");
        // Then
        await().atMost(TestApi.PATIENCE)
                .untilAsserted(() -> assertThat(TestApi.log(tenant, app)).isEqualTo("it's me\nit's me\n"));
        assertThat(TestApi.state(tenant, app)).isEqualTo("RUNNING");
        TestApi.act(tenant, app, "stop");
    }

    @Test
    void an_app_whose_program_is_missing_fails_to_start_with_its_exit_code() {
        // Given
        String app = TestApi.post(
                        TestIdentity.member(tenant),
                        TestApi.APPS,
                        Map.of("owner", tenant, "name", "missing", "command", List.of("no-such-program")))
                .jsonPath()
                .getString("id");
        // When
        JsonPath action = TestApi.act(tenant, app, "start");
        // Then
        assertThat(action.getString("status")).isEqualTo("FAILED");
        assertThat(action.getString("error")).isEqualTo("the process ended with exit code 127");
        assertThat(TestApi.read(tenant, app).getString("state")).isEqualTo("FAILED");
        assertThat(TestApi.log(tenant, app)).contains("no-such-program");
    }

    @Test
    void an_app_that_ends_unasked_is_failed_with_its_exit_code_and_can_be_started_again() {
        // Given
        String app = TestApi.app(tenant, "short", "sleep 1; exit 7");
        TestApi.act(tenant, app, "start");
        // When
        TestApi.awaitState(tenant, app, "FAILED");
        // Then
        assertThat(TestApi.read(tenant, app).getString("reason")).isEqualTo("the process ended with exit code 7");
        assertThat(TestApi.act(tenant, app, "start").getString("status")).isEqualTo("SUCCEEDED");
        TestApi.awaitState(tenant, app, "FAILED");
        List<Message> told = AppEvents.until(
                servers.kafka().bootstrap(),
                UUID.fromString(app),
                messages -> messages.stream()
                                .map(ActionTest::words)
                                .filter("RUNNING to FAILED"::equals)
                                .count()
                        == 2);
        assertThat(told.stream().map(ActionTest::version)).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void a_failed_app_is_stopped_and_deleted() {
        // Given
        String app = TestApi.app(tenant, "short", "exit 7");
        TestApi.act(tenant, app, "start");
        // When
        JsonPath stopped = TestApi.act(tenant, app, "stop");
        // Then
        assertThat(stopped.getString("status")).isEqualTo("SUCCEEDED");
        assertThat(TestApi.read(tenant, app).getString("reason")).isNull();
        TestApi.delete(TestIdentity.member(tenant), TestApi.APPS + "/" + app)
                .then()
                .statusCode(204);
    }

    @Test
    void starting_what_runs_and_stopping_what_does_not_succeeds_without_effect() {
        // Given
        String mark = SleepingProcesses.mark();
        String app = TestApi.app(tenant, "twice", "sleep " + mark);
        // When Then
        assertThat(TestApi.act(tenant, app, "stop").getString("status")).isEqualTo("SUCCEEDED");
        assertThat(TestApi.act(tenant, app, "start").getString("status")).isEqualTo("SUCCEEDED");
        assertThat(TestApi.act(tenant, app, "start").getString("status")).isEqualTo("SUCCEEDED");
        await().atMost(TestApi.PATIENCE).until(() -> SleepingProcesses.with(mark) == 1);
        TestApi.act(tenant, app, "stop");
    }

    @Test
    void a_restart_runs_another_process_and_starts_what_did_not_run() {
        // Given
        String app = TestApi.app(tenant, "again", "cat /proc/sys/kernel/random/uuid; sleep 600");
        // When
        assertThat(TestApi.act(tenant, app, "restart").getString("status")).isEqualTo("SUCCEEDED");
        String first = TestApi.log(tenant, app);
        assertThat(TestApi.act(tenant, app, "restart").getString("status")).isEqualTo("SUCCEEDED");
        String second = TestApi.log(tenant, app);
        // Then
        assertThat(first).isNotBlank();
        assertThat(second).isNotBlank().isNotEqualTo(first);
        TestApi.act(tenant, app, "stop");
    }

    @Test
    void an_app_that_will_not_end_is_killed_after_the_grace() {
        // Given
        String mark = SleepingProcesses.mark();
        String app = TestApi.app(tenant, "stubborn", "trap '' TERM; (setsid sleep " + mark + " &); sleep " + mark);
        TestApi.act(tenant, app, "start");
        await().atMost(TestApi.PATIENCE).until(() -> SleepingProcesses.with(mark) == 2);
        // When
        JsonPath stopped = TestApi.act(tenant, app, "stop");
        // Then
        assertThat(stopped.getString("status")).isEqualTo("SUCCEEDED");
        assertThat(SleepingProcesses.with(mark)).isZero();
    }

    @Test
    void while_an_action_is_in_process_another_is_refused_and_so_is_deletion() {
        // Given
        String app = TestApi.app(tenant, "busy", "trap '' TERM; sleep 600");
        TestApi.act(tenant, app, "start");
        String stop = TestApi.ask(tenant, app, "stop");
        // When Then
        TestApi.post(TestIdentity.member(tenant), TestApi.APPS + "/" + app + "/actions", Map.of("name", "start"))
                .then()
                .statusCode(409)
                .body("detail", containsString("in process"));
        TestApi.delete(TestIdentity.member(tenant), TestApi.APPS + "/" + app)
                .then()
                .statusCode(409);
        assertThat(TestApi.ended(tenant, app, stop).getString("status")).isEqualTo("SUCCEEDED");
    }

    @Test
    void an_app_that_runs_is_not_deleted() {
        // Given
        String app = TestApi.app(tenant, "runs", "sleep 600");
        TestApi.act(tenant, app, "start");
        // When Then
        TestApi.delete(TestIdentity.member(tenant), TestApi.APPS + "/" + app)
                .then()
                .statusCode(409)
                .body("detail", containsString("stop it first"));
        TestApi.act(tenant, app, "stop");
    }

    @Test
    void an_app_reaches_neither_the_services_files_nor_its_network() {
        // Given
        String app = TestApi.app(
                tenant,
                "curious",
                "ls /root /var/lib /home/slipway; bash -c 'exec 3<>/dev/tcp/127.0.0.1/"
                        + servers.postgres().port() + "' && echo reached; sleep 600");
        // When
        TestApi.act(tenant, app, "start");
        // Then
        await().atMost(TestApi.PATIENCE)
                .untilAsserted(() -> assertThat(TestApi.log(tenant, app)).contains("/dev/tcp"));
        assertThat(TestApi.log(tenant, app)).doesNotContain("reached");
        TestApi.act(tenant, app, "stop");
    }

    private static String words(Message message) {
        if (message instanceof AppStateChanged changed) {
            return changed.previousState() + " to " + changed.app().state();
        }
        AppActionStatusChanged action = (AppActionStatusChanged) message;
        assertThat(action.finishedAt() == null).isEqualTo(action.status() == ActionStatus.RUNNING);
        assertThat(action.app().reason() == null).isEqualTo(action.app().state() != AppState.FAILED);
        return action.name() + " " + action.status();
    }

    private static long version(Message message) {
        return message instanceof AppStateChanged changed
                ? changed.app().version()
                : ((AppActionStatusChanged) message).app().version();
    }
}
