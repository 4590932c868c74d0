package dev.slipway.webhook;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.events.RunStatus;
import dev.slipway.testkit.HostileReceiver;
import dev.slipway.testkit.SlipwayInfra;
import dev.slipway.testkit.TestIdentity;
import dev.slipway.webhook.TestApi.Made;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Every route, somebody else's object, every role. */
@QuarkusTest
@TestProfile(QuickRetries.class)
@QuarkusTestResource(value = SlipwayInfra.class, initArgs = @ResourceArg(name = "schema", value = "webhook"))
class ForeignObjectsTest {

    @ConfigProperty(name = "slipway.kafka.bootstrap")
    String bootstrap;

    private final String tenant = "t" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void whateverTheRoleElsewhereSomebodyElsesObjectsDoNotExist() {
        // Given
        HostileReceiver receiver = HostileReceiver.start();
        TestEvents events = TestEvents.on(bootstrap);
        Made endpoint = TestApi.endpoint(tenant, receiver.url("/"));
        events.publish(SampleBuilds.ofBranch(tenant, RunStatus.SUCCEEDED));
        receiver.awaitRequests(1);
        Map<String, Object> delivery = await().atMost(Duration.ofSeconds(60))
                .until(() -> TestApi.deliveries(endpoint.id()), found -> !found.isEmpty())
                .get(0);
        String one = TestApi.ENDPOINTS + "/" + endpoint.id();
        String delivered = TestApi.DELIVERIES + "/" + delivery.get("id");
        String listed = TestApi.DELIVERIES + "?endpoint_id=" + endpoint.id();

        for (String stranger : List.of(
                TestIdentity.administratorOf("elsewhere"),
                TestIdentity.member("elsewhere"),
                TestIdentity.reader("elsewhere"),
                TestIdentity.anonymous())) {
            // When
            int read = TestApi.get(stranger, one).statusCode();
            int deleted = given().header("Authorization", stranger).delete(one).statusCode();
            int readDelivery = TestApi.get(stranger, delivered).statusCode();
            List<Object> found = TestApi.get(stranger, listed).jsonPath().getList("items");
            List<Object> endpoints =
                    TestApi.get(stranger, TestApi.ENDPOINTS).jsonPath().getList("items.id");

            // Then
            assertThat(List.of(read, deleted, readDelivery)).containsOnly(404);
            assertThat(found).isEmpty();
            assertThat(endpoints).doesNotContain(endpoint.id());
        }
        TestApi.get(TestIdentity.reader(tenant), one).then().statusCode(200);
        TestApi.get(TestIdentity.reader(tenant), delivered).then().statusCode(200);
        events.close();
        receiver.close();
    }
}
