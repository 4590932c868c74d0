package dev.slipway.webhook.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.events.RunStatus;
import dev.slipway.testkit.Behaviour;
import dev.slipway.testkit.HostileReceiver;
import dev.slipway.testkit.ReceivedRequest;
import dev.slipway.testkit.TestServers;
import dev.slipway.webhook.SampleBuilds;
import dev.slipway.webhook.TestApi;
import dev.slipway.webhook.TestApi.Made;
import dev.slipway.webhook.TestEvents;
import io.restassured.RestAssured;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code kill -9} and SIGTERM of the packaged service, with the document's own retry intervals. Runs after packaging. */
class KilledServiceIT {

    private static final Duration ATTEMPT_LEASE = Duration.ofSeconds(12);
    private static TestServers servers;
    private static TestEvents events;
    private static ServiceProcess service;

    @BeforeAll
    static void start() throws Exception {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        servers = TestServers.start();
        service = ServiceProcess.start(servers, ATTEMPT_LEASE);
        events = TestEvents.on(servers.kafka().bootstrap());
        RestAssured.port = service.port();
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
        events.close();
        servers.close();
    }

    @Test
    void aRetryThatWasDueLaterIsMadeByTheNextProcess() throws Exception {
        try (HostileReceiver receiver = HostileReceiver.start()) {
            // Given
            receiver.next(Behaviour.answer(500));
            Made endpoint = TestApi.endpoint("kill-waiting", receiver.url("/"));
            events.publish(SampleBuilds.ofBranch("kill-waiting", RunStatus.SUCCEEDED));
            receiver.awaitRequests(1, Duration.ofSeconds(60));
            await().until(() -> status(endpoint).equals("PENDING"));

            // When
            service.kill();
            service.launch();

            // Then
            List<ReceivedRequest> requests = receiver.awaitRequests(2, Duration.ofSeconds(60));
            assertThat(requests).extracting(KilledServiceIT::webhookId).containsOnly(webhookId(requests.get(0)));
            assertThat(Duration.between(
                            requests.get(0).receivedAt(), requests.get(1).receivedAt()))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
            await().until(() -> status(endpoint).equals("DELIVERED"));
            assertThat(receiver.received()).hasSize(2);
        }
    }

    @Test
    void anAttemptThatWasUnderWayIsMadeAgainUnderTheSameId() throws Exception {
        try (HostileReceiver receiver = HostileReceiver.start()) {
            // Given
            receiver.next(Behaviour.hang());
            Made endpoint = TestApi.endpoint("kill-delivering", receiver.url("/"));
            events.publish(SampleBuilds.ofBranch("kill-delivering", RunStatus.SUCCEEDED));
            receiver.awaitRequests(1, Duration.ofSeconds(60));

            // When
            service.kill();
            service.launch();

            // Then
            List<ReceivedRequest> requests = receiver.awaitRequests(2, Duration.ofSeconds(60));
            assertThat(requests).extracting(KilledServiceIT::webhookId).containsOnly(webhookId(requests.get(0)));
            await().until(() -> status(endpoint).equals("DELIVERED"));
            assertThat(TestApi.deliveries(endpoint.id()).get(0).get("attempts").toString())
                    .contains("interrupted")
                    .contains("status_code=200");
        }
    }

    @Test
    void whatAGracefulStopCutsOffIsGivenBackAtOnceAndUsesUpNoRetry() throws Exception {
        try (HostileReceiver receiver = HostileReceiver.start()) {
            // Given
            receiver.next(Behaviour.hang());
            Made endpoint = TestApi.endpoint("stop-delivering", receiver.url("/"));
            events.publish(SampleBuilds.ofBranch("stop-delivering", RunStatus.SUCCEEDED));
            receiver.awaitRequests(1, Duration.ofSeconds(60));

            // When
            service.stop();

            // Then
            assertThat(stored(endpoint)).isEqualTo("PENDING, 0 failures, due");
            service.launch();
            await().until(() -> status(endpoint).equals("DELIVERED"));
            assertThat(TestApi.deliveries(endpoint.id()).get(0).get("attempts").toString())
                    .contains("interrupted: the service stopped")
                    .contains("status_code=200");
            assertThat(receiver.received())
                    .hasSize(2)
                    .extracting(KilledServiceIT::webhookId)
                    .containsOnly(webhookId(receiver.received().get(0)));
        }
    }

    @Test
    void anEventThatCameWhileNobodyWasThereIsDelivered() throws Exception {
        try (HostileReceiver receiver = HostileReceiver.start()) {
            // Given
            Made endpoint = TestApi.endpoint("kill-idle", receiver.url("/"));
            service.kill();
            events.publish(SampleBuilds.ofBranch("kill-idle", RunStatus.SUCCEEDED));

            // When
            service.launch();

            // Then
            receiver.awaitRequests(1, Duration.ofSeconds(60));
            await().until(() -> status(endpoint).equals("DELIVERED"));
        }
    }

    private static String status(Made endpoint) {
        List<Map<String, Object>> deliveries = TestApi.deliveries(endpoint.id());
        return deliveries.isEmpty() ? "" : (String) deliveries.get(0).get("status");
    }

    /** What stands in the database, also while there is no service to ask. */
    private static String stored(Made endpoint) throws SQLException {
        try (Connection connection = servers.postgres().administration().connect(ServiceProcess.DATABASE);
                PreparedStatement query = connection.prepareStatement("""
                        SELECT status || ', ' || failures || ' failures, '
                               || CASE WHEN next_attempt_at <= now() THEN 'due' ELSE 'not due' END
                        FROM webhook.delivery WHERE endpoint_id = ?::uuid
                        """)) {
            query.setString(1, endpoint.id());
            try (ResultSet rows = query.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    private static String webhookId(ReceivedRequest request) {
        return request.header("webhook-id").orElseThrow();
    }
}
