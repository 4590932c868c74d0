package dev.slipway.gateway.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.gateway.GatewayTest;
import dev.slipway.kit.db.Database;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LiveReplicasTest extends GatewayTest {

    @Inject
    Database database;

    @Inject
    QuotaLimits limits;

    @Inject
    LiveReplicas own;

    @Test
    void each_replica_counts_those_that_live_and_itself() {
        // Given
        await().atMost(LIMIT).until(() -> own.count() == 1);
        Replica first = Replica.start(database, limits);
        Replica second = Replica.start(database, limits);
        sql("INSERT INTO gateway_replica VALUES ($1, clock_timestamp() - interval '6 seconds')", UUID.randomUUID());
        sql("INSERT INTO gateway_replica VALUES ($1, clock_timestamp() - interval '2 minutes')", UUID.randomUUID());

        // When
        first.beat();
        int three = first.replicas().count();
        second.stop();
        first.beat();

        // Then
        assertThat(three).isEqualTo(3);
        assertThat(first.replicas().count()).isEqualTo(2);
        assertThat(pool.query(
                                "SELECT count(*) FROM gateway_replica WHERE seen_at < clock_timestamp() - interval '1 minute'")
                        .execute()
                        .await()
                        .atMost(LIMIT)
                        .iterator()
                        .next()
                        .getLong(0))
                .isZero();
        first.stop();
        sql("DELETE FROM gateway_replica WHERE seen_at < clock_timestamp() - interval '5 seconds'");
    }
}
