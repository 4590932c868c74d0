package dev.slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.kit.db.Database;
import dev.slipway.testkit.SlipwayInfra;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** An action always ends, also where nobody can carry it out. */
@QuarkusTest
@TestProfile(QuickActions.class)
@QuarkusTestResource(value = SlipwayInfra.class, initArgs = @ResourceArg(name = "schema", value = "app"))
class ActionEndTest {

    @Inject
    Database database;

    private final String tenant = TestApi.freshTenant();

    @AfterAll
    static void stopWhatIsLeft() throws Exception {
        LeftApps.stop();
    }

    @Test
    void an_action_on_an_app_whose_node_is_gone_fails_at_its_deadline() {
        // Given
        String app = TestApi.app(tenant, "far", "sleep 600");
        update(
                "UPDATE app SET state = 'RUNNING', node = gen_random_uuid(), run_id = gen_random_uuid() WHERE id = $1",
                app);
        String action = TestApi.ask(tenant, app, "stop");
        // When
        update("UPDATE app_action SET deadline_at = clock_timestamp() WHERE id = $1", action);
        // Then
        JsonPath ended = TestApi.ended(tenant, app, action);
        assertThat(ended.getString("status")).isEqualTo("FAILED");
        assertThat(ended.getString("error")).contains("not done within");
        assertThat(TestApi.state(tenant, app)).isEqualTo("RUNNING");
    }

    @Test
    void an_app_whose_start_was_cut_off_for_good_is_failed() {
        // Given
        String app = TestApi.app(tenant, "cut", "sleep 600");
        TestApi.act(tenant, app, "start");
        TestApi.act(tenant, app, "stop");
        // When
        update("UPDATE app SET state = 'STARTING', run_id = gen_random_uuid() WHERE id = $1", app);
        // Then
        TestApi.awaitState(tenant, app, "FAILED");
        assertThat(TestApi.read(tenant, app).getString("reason")).isEqualTo("its start was cut off");
    }

    @Test
    void an_app_whose_process_has_left_no_trace_is_failed() {
        // Given
        String app = TestApi.app(tenant, "gone", "sleep 600");
        TestApi.act(tenant, app, "start");
        TestApi.act(tenant, app, "stop");
        // When
        update("UPDATE app SET state = 'RUNNING', run_id = gen_random_uuid() WHERE id = $1", app);
        // Then
        TestApi.awaitState(tenant, app, "FAILED");
        assertThat(TestApi.read(tenant, app).getString("reason")).contains("nothing is known of its end");
    }

    @Test
    void an_app_whose_stop_was_cut_off_while_its_process_runs_goes_on_running() {
        // Given
        String app = TestApi.app(tenant, "on", "sleep 600");
        TestApi.act(tenant, app, "start");
        // When
        update("UPDATE app SET state = 'STOPPING' WHERE id = $1", app);
        // Then
        TestApi.awaitState(tenant, app, "RUNNING");
        TestApi.act(tenant, app, "stop");
    }

    @Test
    void an_app_that_the_operator_stops_is_stopped_with_the_reason_and_can_be_started_again() throws Exception {
        // Given
        String app = TestApi.app(tenant, "served", "sleep 600");
        TestApi.act(tenant, app, "start");
        // When
        LeftApps.stopByOperator("the node moves house");
        // Then
        TestApi.awaitState(tenant, app, "STOPPED");
        assertThat(TestApi.read(tenant, app).getString("reason")).isEqualTo("the node moves house");
        assertThat(TestApi.act(tenant, app, "start").getString("status")).isEqualTo("SUCCEEDED");
        assertThat(TestApi.read(tenant, app).getString("reason")).isNull();
        TestApi.act(tenant, app, "stop");
    }

    private void update(String sql, String id) {
        database.query(client -> client.preparedQuery(sql).execute(Tuple.of(UUID.fromString(id))))
                .await()
                .atMost(Duration.ofSeconds(60));
    }
}
