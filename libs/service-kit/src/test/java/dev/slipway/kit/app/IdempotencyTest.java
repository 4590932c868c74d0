package dev.slipway.kit.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.kit.db.Database;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KitServers.class)
class IdempotencyTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    SampleCalls calls;

    @Inject
    Database database;

    private final String key = UUID.randomUUID().toString();
    private final String name = "sample-" + key;
    private final String body = "{\"display_name\":\"" + name + "\",\"retry_count\":1}";

    @Test
    void aRepeatGetsTheSameAnswerAndHasNoSecondEffect() {
        Response first = calls.post(key, body);

        // When
        Response second = calls.post(key, body);

        // Then
        assertThat(second.statusCode()).as(second.asString()).isEqualTo(201);
        assertThat(second.asString()).isEqualTo(first.asString());
        assertThat(second.contentType()).isEqualTo(first.contentType());
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void whiteSpaceAndOrderMakeNoOtherBody() {
        Response first = calls.post(key, body);

        // When
        Response second = calls.post(key, "{ \"retry_count\": 1,\n  \"display_name\": \"" + name + "\" }");

        // Then
        assertThat(second.asString()).isEqualTo(first.asString());
    }

    @Test
    void anotherBodyUnderTheSameKeyIsRefused() {
        calls.post(key, body);

        // When
        Response second = calls.post(key, "{\"display_name\":\"" + name + "\",\"retry_count\":2}");

        // Then
        assertThat(second.statusCode()).isEqualTo(422);
        assertThat(second.jsonPath().getString("code")).isEqualTo("unprocessable");
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void theSameKeyOfAnotherPersonIsAnotherKey() {
        calls.post("ann", key, body);

        // When
        Response other = calls.post("bob", key, body);

        // Then
        assertThat(other.statusCode()).isEqualTo(201);
        assertThat(other.header("Idempotency-Replayed")).isNull();
        assertThat(effects()).isEqualTo(2);
    }

    @Test
    void requestsAtTheSameTimeHaveOneEffectAndOneAnswer() {
        ExecutorService executor = Executors.newFixedThreadPool(12);
        try {
            // When
            List<CompletableFuture<Response>> asked = Stream.generate(
                            () -> CompletableFuture.supplyAsync(() -> calls.post(key, body), executor))
                    .limit(12)
                    .toList();
            List<Response> answers = asked.stream().map(CompletableFuture::join).toList();

            // Then
            assertThat(answers).extracting(Response::statusCode).containsOnly(201);
            assertThat(answers.stream().map(Response::asString).distinct()).hasSize(1);
            assertThat(effects()).isEqualTo(1);
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void aFailureIsNotRemembered() {
        Response failed = calls.post(key, "{\"display_name\":\"fails\",\"retry_count\":1}");
        assertThat(failed.statusCode()).isEqualTo(409);

        // When
        Response second = calls.post(key, body);

        // Then
        assertThat(second.statusCode()).as(second.asString()).isEqualTo(201);
    }

    @Test
    void aKeyIsForgottenAfterTwentyFourHours() {
        calls.post(key, body);
        makeOlder("23 hours 59 minutes");
        assertThat(calls.post(key, body).header("Idempotency-Replayed")).isEqualTo("true");
        makeOlder("2 minutes");

        // When
        Response later = calls.post(key, body);

        // Then
        assertThat(later.statusCode()).isEqualTo(201);
        assertThat(later.header("Idempotency-Replayed")).isNull();
        assertThat(effects()).isEqualTo(2);
    }

    @Test
    void anAnswerIsKeptEncrypted() {
        calls.post(key, body);

        // When
        String kept = database.query(client -> client.preparedQuery("SELECT answer FROM idempotency_key WHERE key = $1")
                        .execute(Tuple.of(key)))
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getString(0);

        // Then
        assertThat(kept).startsWith("k1:").doesNotContain(name);
    }

    @Test
    void aKeyThatIsTooLongIsRefused() {
        assertThat(calls.post("k".repeat(256), body).statusCode()).isEqualTo(400);
    }

    private void makeOlder(String interval) {
        database.query(client -> client.query("UPDATE idempotency_key SET created_at = created_at - interval '"
                                + interval + "' WHERE key = '" + key + "'")
                        .execute())
                .await()
                .atMost(PATIENCE);
    }

    private long effects() {
        return database.query(client -> client.preparedQuery("SELECT count(*) FROM sample WHERE name = $1")
                        .execute(Tuple.of(name)))
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getLong(0);
    }
}
