package dev.slipway.webhook.delivery;

import dev.slipway.kit.db.Database;
import dev.slipway.kit.db.PostgresFailures;
import dev.slipway.webhook.outbound.Answer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** Writes down what came of an attempt, if the worker that reports it still holds the delivery. */
@ApplicationScoped
public class DeliveryOutcomes {

    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(100);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(2);

    /** By the primary keys. Changes nothing at all under an epoch that is over. $1 id, $2 epoch, $5 wait in milliseconds. */
    private static final String RECORD = """
            WITH moved AS (
                UPDATE delivery SET status = $3, failures = $4,
                       next_attempt_at = CASE WHEN $3 = 'PENDING' THEN now() + $5::bigint * interval '1 millisecond' END,
                       reason = $6,
                       finished_at = CASE WHEN $3 IN ('DELIVERED', 'DEAD') THEN clock_timestamp() END,
                       lease_holder = NULL, lease_expires_at = NULL
                WHERE id = $1 AND status = 'DELIVERING' AND lease_epoch = $2
                RETURNING id, attempts
            )
            UPDATE attempt SET duration_ms = $7, status_code = $8, error = $9, response_headers = $10, response_body = $11
            FROM moved WHERE attempt.delivery_id = moved.id AND attempt.number = moved.attempts
            """;

    private final Database database;

    public DeliveryOutcomes(Database database) {
        this.database = database;
    }

    /**
     * Tries for as long as the lease lasts: an answer that was got is worth remembering, and PostgreSQL may be back soon.
     *
     * @param next where the delivery goes
     * @param words why the attempt counts as failed; null if it does not
     * @return whether the delivery was still ours; if not, nothing was changed
     */
    Uni<Boolean> record(
            ClaimedDelivery delivery, DeliveryState next, Answer answer, @Nullable String words, Duration lease) {
        Tuple parameters = Tuple.tuple(Arrays.asList(
                delivery.id(),
                delivery.state().epoch(),
                next.status().name(),
                next.failures(),
                next.backOff().toMillis(),
                next.reason(),
                answer.duration().toMillis(),
                answer.statusCode(),
                words,
                new JsonObject(new LinkedHashMap<>(answer.headers())),
                answer.body()));
        return database.query(client -> client.preparedQuery(RECORD).execute(parameters))
                .map(rows -> rows.rowCount() == 1)
                .onFailure(PostgresFailures::isPassing)
                .retry()
                .withBackOff(FIRST_BACK_OFF, LONGEST_BACK_OFF)
                .expireIn(lease.toMillis());
    }
}
