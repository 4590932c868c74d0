package dev.slipway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import dev.slipway.events.BuildStatusChanged;
import dev.slipway.events.RunStatus;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.log.LogKeys;
import dev.slipway.testkit.Behaviour;
import dev.slipway.testkit.HostileReceiver;
import dev.slipway.testkit.Logged;
import dev.slipway.testkit.ReceivedRequest;
import dev.slipway.testkit.SlipwayInfra;
import dev.slipway.testkit.TestIdentity;
import dev.slipway.webhook.TestApi.Made;
import dev.slipway.webhook.delivery.DeliveryAttempt;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** From a build event on a real Kafka to a receiver that does as it likes. */
@QuarkusTest
@TestProfile(QuickRetries.class)
@QuarkusTestResource(value = SlipwayInfra.class, initArgs = @ResourceArg(name = "schema", value = "webhook"))
class DeliveryTest {

    private static final Duration SOON = Duration.ofSeconds(40);

    @Inject
    Database database;

    @ConfigProperty(name = "slipway.kafka.bootstrap")
    String bootstrap;

    private final HostileReceiver receiver = HostileReceiver.start();
    /** Each test in a tenant of its own: none hears of another's builds. */
    private final String tenant = "t" + UUID.randomUUID().toString().substring(0, 8);

    private TestEvents events;

    @BeforeEach
    void connect() {
        events = TestEvents.on(bootstrap);
    }

    @AfterEach
    void close() {
        events.close();
        receiver.close();
    }

    @Test
    void aBuildEventArrivesOnceSignedAndInTheSameTrace() throws Exception {
        // Given
        Made endpoint = TestApi.endpoint(tenant, receiver.url("/hook"));

        // When
        events.publish(build(RunStatus.SUCCEEDED));

        // Then
        ReceivedRequest request = receiver.awaitRequests(1).get(0);
        assertThat(request.header("content-type")).contains("application/json");
        assertThat(new ObjectMapper()
                        .readTree(request.body())
                        .at("/build/status")
                        .asText())
                .isEqualTo("Success");
        assertThat(request.header("traceparent").orElseThrow()).startsWith("00-" + TestEvents.TRACE + "-");
        HttpHeaders headers = HttpHeaders.of(request.headers(), (name, value) -> true);
        assertThatCode(() -> new Webhook(endpoint.secret()).verify(request.text(), headers))
                .doesNotThrowAnyException();
        Map<String, Object> delivery = awaitStatus(endpoint, "DELIVERED");
        assertThat(delivery.get("id")).isEqualTo(request.header("webhook-id").orElseThrow());
        assertThat(delivery.get("event_type")).isEqualTo("build.finished");
        assertThat(attempts(delivery)).hasSize(1);
        assertThat(attempts(delivery).get(0))
                .containsEntry("number", 1)
                .containsEntry("status_code", 200)
                .containsEntry("error", null);
    }

    @Test
    void aReceiverThatFailsTwiceGetsTheSameDeliveryAgainUntilItAccepts() {
        // Given
        receiver.next(Behaviour.answer(500, "not yet"), Behaviour.answer(503));
        Made endpoint = TestApi.endpoint(tenant, receiver.url("/"));

        // When
        events.publish(build(RunStatus.SUCCEEDED));

        // Then
        List<ReceivedRequest> requests = receiver.awaitRequests(3);
        Set<String> ids = requests.stream()
                .map(request -> request.header("webhook-id").orElseThrow())
                .collect(Collectors.toSet());
        assertThat(ids).hasSize(1);
        assertThat(requests)
                .extracting(ReceivedRequest::text)
                .containsOnly(requests.get(0).text());
        assertThat(between(requests, 0)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        assertThat(between(requests, 1)).isGreaterThanOrEqualTo(Duration.ofMillis(600));
        Map<String, Object> delivery = awaitStatus(endpoint, "DELIVERED");
        assertThat(attempts(delivery))
                .extracting(attempt -> attempt.get("status_code"))
                .containsExactly(500, 503, 200);
        assertThat(attempts(delivery).get(0))
                .containsEntry("response_body", "not yet")
                .containsEntry("error", "the receiver answered 500; only 200 counts as accepted");
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whateverIsNot200IsTriedFourTimesAndThenDeadWithAReason(Behaviour failure, String reason) {
        // Given
        receiver.otherwise(failure);
        Made endpoint = TestApi.endpoint(tenant, receiver.url("/"));

        // When
        events.publish(build(RunStatus.FAILED));

        // Then
        Map<String, Object> delivery = awaitStatus(endpoint, "DEAD");
        assertThat((String) delivery.get("reason"))
                .contains("4 failed attempts")
                .contains(reason);
        assertThat(attempts(delivery)).hasSize(4);
        assertThat(receiver.received()).hasSize(4);
        assertThat(delivery.get("finished_at")).isNotNull();
    }

    static List<Arguments> failures() {
        return List.of(
                Arguments.of(Behaviour.answer(204), "answered 204"),
                Arguments.of(Behaviour.answer(201), "answered 201"),
                Arguments.of(Behaviour.redirect(302, "http://127.0.0.1:1/"), "redirects are not followed"),
                Arguments.of(Behaviour.flood(500, 1L << 33), "answered 500"),
                Arguments.of(Behaviour.reset(), "closed the connection"),
                Arguments.of(Behaviour.close(), "closed the connection"),
                Arguments.of(Behaviour.hang(), "no answer within 2 s"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "secret, k9:AAAA, its endpoint's signing secret cannot be read: the key ring has no key",
                "secret, k1:AAAA, its endpoint's signing secret cannot be read: the encrypted text",
                "policy, taken-away, its endpoint's retry policy taken-away is not known here"
            })
    void whatCanNeverBeSentIsDeadAtOnceWithItsReasonAndTheLogSaysWhich(String column, String value, String reason) {
        try (Logged log = Logged.by(DeliveryAttempt.class)) {
            // Given
            Made endpoint = TestApi.endpoint(tenant, receiver.url("/"));
            database.query(client -> client.preparedQuery("UPDATE endpoint SET " + column + " = $2 WHERE id = $1")
                            .execute(Tuple.of(UUID.fromString(endpoint.id()), value)))
                    .await()
                    .atMost(SOON);

            // When
            events.publish(build(RunStatus.SUCCEEDED));

            // Then
            Map<String, Object> delivery = awaitStatus(endpoint, "DEAD");
            assertThat((String) delivery.get("reason")).startsWith(reason);
            assertThat(attempts(delivery)).hasSize(1);
            assertThat(receiver.received()).isEmpty();
            assertThat(log.about(LogKeys.DELIVERY_ID, delivery.get("id")))
                    .filteredOn(line -> line.message().contains("can never be made"))
                    .singleElement()
                    .satisfies(line -> assertThat(line.keys()).containsEntry(LogKeys.ENDPOINT_ID, endpoint.id()));
        }
    }

    @Test
    void whatFailsByADefectOfOursUsesUpItsRetriesToo() {
        // Given
        Made endpoint = TestApi.endpoint(tenant, receiver.url("/"));
        database.query(client -> client.preparedQuery("UPDATE endpoint SET url = 'http://no address/' WHERE id = $1")
                        .execute(Tuple.of(UUID.fromString(endpoint.id()))))
                .await()
                .atMost(SOON);

        // When
        events.publish(build(RunStatus.FAILED));

        // Then
        Map<String, Object> delivery = awaitStatus(endpoint, "DEAD");
        assertThat((String) delivery.get("reason"))
                .contains("4 failed attempts", "could not be sent: an internal error");
        assertThat(attempts(delivery)).hasSize(4);
    }

    @Test
    void theLastLineOfADeadDeliverySaysWhichItIs() {
        try (Logged log = Logged.by(DeliveryAttempt.class)) {
            // Given
            receiver.otherwise(Behaviour.answer(500));
            Made endpoint = TestApi.endpoint(tenant, receiver.url("/"));

            // When
            events.publish(build(RunStatus.FAILED));

            // Then
            Map<String, Object> delivery = awaitStatus(endpoint, "DEAD");
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(log.about(LogKeys.DELIVERY_ID, delivery.get("id")))
                            .extracting(Logged.Line::message)
                            .containsExactly("dead: " + delivery.get("reason")));
        }
    }

    @Test
    void theSameEventAHundredTimesIsOneDelivery() {
        // Given
        Made endpoint = TestApi.endpoint(tenant, receiver.url("/"));
        BuildStatusChanged changed = build(RunStatus.SUCCEEDED);
        UUID eventId = UUID.randomUUID();

        // When
        for (int i = 0; i < 100; i++) {
            events.publish(eventId, changed);
        }
        UUID last = events.publish(withSameBuild(changed));

        // Then
        await().atMost(SOON).until(() -> deliveredEvents(endpoint).contains(last.toString()));
        assertThat(deliveredEvents(endpoint)).containsExactlyInAnyOrder(last.toString(), eventId.toString());
        assertThat(receiver.received()).hasSize(2);
    }

    @Test
    void aTenantHearsOfItsOwnBuildsOnly() {
        // Given
        HostileReceiver others = HostileReceiver.start();
        TestApi.endpoint("other-" + tenant, others.url("/"));
        TestApi.endpoint(tenant, receiver.url("/"));

        // When
        events.publish(build(RunStatus.SUCCEEDED));
        receiver.awaitRequests(1);
        events.publish(SampleBuilds.ofBranch("other-" + tenant, RunStatus.FAILED));

        // Then
        assertThat(others.awaitRequests(1)).hasSize(1);
        assertThat(others.received().get(0).text()).contains("\"Failure\"");
        assertThat(receiver.received()).hasSize(1);
        others.close();
    }

    @Test
    void anEndpointGetsTheEventTypesThatItAskedFor() {
        // Given
        TestApi.endpoint(
                TestIdentity.administratorOf(tenant),
                Map.of("url", receiver.url("/").toString(), "event_types", List.of("build.fin*", "build.queued")));
        BuildStatusChanged started = build(RunStatus.RUNNING);

        // When
        events.publish(started);
        events.publish(build(RunStatus.QUEUED));
        events.publish(build(RunStatus.CANCELED));

        // Then
        List<ReceivedRequest> requests = receiver.awaitRequests(2);
        assertThat(requests)
                .extracting(ReceivedRequest::text)
                .noneMatch(text -> text.contains(started.build().id().toString()));
        assertThat(requests).extracting(ReceivedRequest::text).anyMatch(text -> text.contains("\"Canceled\""));
    }

    @Test
    void anEndpointThatHangsDoesNotHoldUpAnother() {
        // Given
        HostileReceiver hanging = HostileReceiver.start().otherwise(Behaviour.hang());
        TestApi.endpoint(tenant, hanging.url("/"));
        for (int i = 0; i < 40; i++) {
            events.publish(build(RunStatus.SUCCEEDED));
        }
        hanging.awaitRequests(4);
        TestApi.endpoint("quick-" + tenant, receiver.url("/"));

        // When
        events.publish(SampleBuilds.ofBranch("quick-" + tenant, RunStatus.SUCCEEDED));

        // Then: behind all of the others it would have come after the fortieth.
        receiver.awaitRequests(1);
        assertThat(hanging.received()).hasSizeLessThan(40);
        hanging.close();
    }

    @Test
    void aWorkerThatWasFrozenPastItsLeaseChangesNothing() {
        // Given an attempt under way
        receiver.next(Behaviour.hang());
        Made endpoint = TestApi.endpoint(tenant, receiver.url("/"));
        events.publish(build(RunStatus.SUCCEEDED));
        receiver.awaitRequests(1);

        // When another replica takes the delivery over before it ends
        int taken = database.query(
                        client -> client.preparedQuery("""
                                UPDATE delivery SET lease_epoch = lease_epoch + 1, lease_holder = 'another', attempts = attempts + 1,
                                       lease_expires_at = now() + interval '1 hour'
                                WHERE endpoint_id = $1 AND status = 'DELIVERING'
                                """).execute(Tuple.of(UUID.fromString(endpoint.id()))))
                .await()
                .atMost(SOON)
                .rowCount();

        // Then the end of the first attempt leaves no trace
        assertThat(taken).isEqualTo(1);
        await().during(Duration.ofSeconds(4)).atMost(SOON).untilAsserted(() -> {
            Map<String, Object> delivery = TestApi.deliveries(endpoint.id()).get(0);
            assertThat(delivery.get("status")).isEqualTo("DELIVERING");
            assertThat(attempts(delivery)).hasSize(1);
            assertThat(attempts(delivery).get(0))
                    .containsEntry("duration_ms", null)
                    .containsEntry("error", null);
        });
    }

    @Test
    void whatALostWorkerLeftIsDeliveredWhenItsLeaseHasRunOut() {
        // Given a delivery whose worker is gone for good
        receiver.next(Behaviour.hang());
        Made endpoint = TestApi.endpoint(tenant, receiver.url("/"));
        events.publish(build(RunStatus.SUCCEEDED));
        receiver.awaitRequests(1);

        // When
        database.query(client -> client.preparedQuery("""
                                UPDATE delivery SET lease_epoch = lease_epoch + 1, lease_holder = 'gone',
                                       lease_expires_at = now() + interval '1500 milliseconds'
                                WHERE endpoint_id = $1
                                """).execute(Tuple.of(UUID.fromString(endpoint.id()))))
                .await()
                .atMost(SOON);

        // Then
        Map<String, Object> delivery = awaitStatus(endpoint, "DELIVERED");
        assertThat(attempts(delivery)).hasSize(2);
        assertThat((String) attempts(delivery).get(0).get("error")).startsWith("interrupted");
        assertThat(receiver.received())
                .extracting(request -> request.header("webhook-id").orElseThrow())
                .containsOnly((String) delivery.get("id"));
    }

    @Test
    void deletingAnEndpointGivesUpWhatStillWaitedForIt() {
        // Given
        receiver.otherwise(Behaviour.answer(500));
        Made endpoint = TestApi.endpoint(tenant, receiver.url("/"));
        events.publish(build(RunStatus.SUCCEEDED));
        receiver.awaitRequests(1);

        // When
        RestAssured.given()
                .header("Authorization", TestIdentity.administratorOf(tenant))
                .delete(TestApi.ENDPOINTS + "/" + endpoint.id())
                .then()
                .statusCode(204);

        // Then
        Map<String, Object> delivery = awaitStatus(endpoint, "DEAD");
        assertThat(delivery.get("reason")).isEqualTo("its endpoint was deleted");
        TestApi.get(TestIdentity.admin(), TestApi.ENDPOINTS + "/" + endpoint.id())
                .then()
                .statusCode(404);
    }

    @Test
    void deliveriesAreFoundByStatusAndByBuild() {
        // Given
        Made endpoint = TestApi.endpoint(tenant, receiver.url("/"));
        BuildStatusChanged changed = build(RunStatus.SUCCEEDED);
        events.publish(changed);
        events.publish(build(RunStatus.FAILED));
        await().atMost(SOON).until(() -> deliveredEvents(endpoint).size() == 2);
        String ofTenant = TestIdentity.reader(tenant);

        // When
        List<String> ofBuild = TestApi.get(
                        ofTenant,
                        TestApi.DELIVERIES + "?status=DELIVERED&build_id="
                                + changed.build().id())
                .jsonPath()
                .getList("items.build_id");
        List<String> dead = TestApi.get(ofTenant, TestApi.DELIVERIES + "?status=DEAD")
                .jsonPath()
                .getList("items.id");

        // Then
        assertThat(ofBuild).containsExactly(changed.build().id().toString());
        assertThat(dead).isEmpty();
    }

    private BuildStatusChanged build(RunStatus status) {
        return SampleBuilds.ofBranch(tenant, status);
    }

    /** Another event of the same build goes through the same partition, behind those before it. */
    private static BuildStatusChanged withSameBuild(BuildStatusChanged changed) {
        return new BuildStatusChanged(
                BuildStatusChanged.Change.STAGE_CHANGED, List.of("test"), changed.previousStatus(), changed.build());
    }

    private static Map<String, Object> awaitStatus(Made endpoint, String status) {
        return await().atMost(SOON)
                .until(
                        () -> TestApi.deliveries(endpoint.id()),
                        deliveries -> !deliveries.isEmpty()
                                && deliveries.get(0).get("status").equals(status))
                .get(0);
    }

    private static List<String> deliveredEvents(Made endpoint) {
        return TestApi.deliveries(endpoint.id()).stream()
                .filter(delivery -> delivery.get("status").equals("DELIVERED"))
                .map(delivery -> (String) delivery.get("event_id"))
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> attempts(Map<String, Object> delivery) {
        return (List<Map<String, Object>>) delivery.get("attempts");
    }

    private static Duration between(List<ReceivedRequest> requests, int first) {
        return Duration.between(
                requests.get(first).receivedAt(), requests.get(first + 1).receivedAt());
    }
}
