package dev.slipway.kit.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.kit.db.Database;
import dev.slipway.kit.retention.Housekeeping;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KitServers.class)
class HousekeepingTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    Housekeeping housekeeping;

    @Inject
    Database database;

    @Test
    void whatHasOutlivedItsTimeIsDeletedInPortionsAndTheRestIsKept() {
        run("""
                INSERT INTO inbox (consumer, event_id, received_at)
                SELECT 'old', gen_random_uuid(), now() - interval '23 days' FROM generate_series(1, 12000)
                """);
        run("INSERT INTO inbox (consumer, event_id) VALUES ('young', gen_random_uuid())");
        run("""
                INSERT INTO idempotency_key (principal, key, request, body_sha256, created_at)
                SELECT 'old', i::text, '', '', now() - interval '25 hours' FROM generate_series(1, 100) AS i
                """);
        run("INSERT INTO idempotency_key (principal, key, request, body_sha256) VALUES ('young', '1', '', '')");

        // When
        housekeeping.run().await().atMost(PATIENCE);

        // Then
        assertThat(count("SELECT count(*) FROM inbox WHERE consumer = 'old'")).isZero();
        assertThat(count("SELECT count(*) FROM inbox WHERE consumer = 'young'")).isEqualTo(1);
        assertThat(count("SELECT count(*) FROM idempotency_key WHERE principal = 'old'"))
                .isZero();
        assertThat(count("SELECT count(*) FROM idempotency_key WHERE principal = 'young'"))
                .isEqualTo(1);
        run("DELETE FROM inbox WHERE consumer = 'young'");
        run("DELETE FROM idempotency_key WHERE principal = 'young'");
    }

    private void run(String sql) {
        database.query(client -> client.query(sql).execute()).await().atMost(PATIENCE);
    }

    private long count(String sql) {
        return database.query(client -> client.query(sql).execute())
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getLong(0);
    }
}
