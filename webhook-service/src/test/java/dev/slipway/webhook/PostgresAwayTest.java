package dev.slipway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.events.RunStatus;
import dev.slipway.testkit.Behaviour;
import dev.slipway.testkit.HostileReceiver;
import dev.slipway.testkit.InjectServers;
import dev.slipway.testkit.SlipwayInfra;
import dev.slipway.testkit.TestServers;
import dev.slipway.webhook.TestApi.Made;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(QuickRetries.class)
@QuarkusTestResource(value = SlipwayInfra.class, initArgs = @ResourceArg(name = "schema", value = "webhook"))
class PostgresAwayTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @InjectServers
    TestServers servers;

    @Test
    void whatWasWaitingAndWhatCameMeanwhileIsDeliveredWhenPostgresIsBack() {
        // Given a retry that waits
        String tenant = "t" + UUID.randomUUID().toString().substring(0, 8);
        HostileReceiver receiver = HostileReceiver.start().next(Behaviour.answer(500));
        TestEvents events = TestEvents.on(servers.kafka().bootstrap());
        Made endpoint = TestApi.endpoint(tenant, receiver.url("/"));
        events.publish(SampleBuilds.ofBranch(tenant, RunStatus.RUNNING));
        receiver.awaitRequests(1);

        // When
        servers.postgres().kill();
        events.publish(SampleBuilds.ofBranch(tenant, RunStatus.SUCCEEDED));
        servers.startPostgres();

        // Then
        await().atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(TestApi.deliveries(endpoint.id()))
                        .hasSize(2)
                        .allMatch(delivery -> delivery.get("status").equals("DELIVERED")));
        events.close();
        receiver.close();
    }
}
