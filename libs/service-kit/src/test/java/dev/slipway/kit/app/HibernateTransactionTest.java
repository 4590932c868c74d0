package dev.slipway.kit.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.kit.db.Database;
import dev.slipway.kit.db.Sessions;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.vertx.RunOnVertxContext;
import io.quarkus.test.vertx.UniAsserter;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The same guarantees where Hibernate Reactive holds the aggregate: one session, one connection, one transaction. */
@QuarkusTest
@QuarkusTestResource(KitServers.class)
class HibernateTransactionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PATH = SampleCalls.SAMPLES + "/hibernate";

    @Inject
    SampleCalls calls;

    @Inject
    Database database;

    @Inject
    Sessions sessions;

    private final String key = UUID.randomUUID().toString();

    @Test
    void theChangeAndItsMessagesCommitTogether() {
        // When
        Response response = post("name " + key);

        // Then
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(201);
        UUID id = UUID.fromString(response.jsonPath().getString("id"));
        assertThat(count("SELECT count(*) FROM sample WHERE id = $1", id)).isEqualTo(1);
        await().atMost(PATIENCE).until(() -> count("SELECT count(*) FROM effect WHERE build_id = $1", id) == 2);
    }

    @Test
    void aFailureRollsTheChangeAndItsMessagesBack() {
        // When
        Response response = post("fails " + key);

        // Then
        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(count("SELECT count(*) FROM sample WHERE name = $1", "fails " + key))
                .isZero();
        assertThat(count("SELECT count(*) FROM idempotency_key WHERE key = $1", key))
                .isZero();
    }

    @Test
    void aRepeatGetsTheSameAnswerAndHasNoSecondEffect() {
        Response first = post("name " + key);

        // When
        Response second = post("name " + key);
        Response other = post("other " + key);

        // Then
        assertThat(second.asString()).isEqualTo(first.asString());
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(count("SELECT count(*) FROM sample WHERE name = $1", "name " + key))
                .isEqualTo(1);
    }

    @Test
    @RunOnVertxContext
    void whatWasWrittenIsReadInASessionOfItsOwn(UniAsserter asserter) {
        UUID id = UUID.randomUUID();

        // When
        asserter.execute(() -> sessions.inTransaction(
                transaction -> transaction.session().persist(new SampleEntity(id, "read " + key))));

        // Then
        asserter.assertThat(
                () -> sessions.read(session -> session.get(SampleEntity.class, id)),
                found -> assertThat(found.name).isEqualTo("read " + key));
    }

    private Response post(String name) {
        return calls.as("ann")
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body("{\"display_name\":\"" + name + "\",\"retry_count\":1}")
                .post(PATH);
    }

    private long count(String sql, Object parameter) {
        return database.query(client -> client.preparedQuery(sql).execute(Tuple.of(parameter)))
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getLong(0);
    }
}
