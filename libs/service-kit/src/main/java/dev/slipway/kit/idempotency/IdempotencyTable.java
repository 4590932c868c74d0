package dev.slipway.kit.idempotency;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/** The statements on the table {@code idempotency_key}, by its primary key, on whichever connection the change itself uses. */
sealed interface IdempotencyTable {

    /** A key older than its retention is taken over as if it had never been. */
    String BEGIN = """
            INSERT INTO idempotency_key AS k (principal, key, request, body_sha256) VALUES ($1, $2, $3, $4)
            ON CONFLICT (principal, key) DO UPDATE
                SET request = excluded.request, body_sha256 = excluded.body_sha256, status = NULL, answer = NULL, created_at = now()
                WHERE k.created_at < now() - interval '24 hours'
            """;

    String EARLIER =
            "SELECT request, body_sha256, status, answer FROM idempotency_key WHERE principal = $1 AND key = $2";

    /** Without what {@link #BEGIN} would take over. A row without an answer is never seen from outside of its own transaction. */
    String ANSWERED = EARLIER + " AND created_at >= now() - interval '24 hours'";

    String FINISH = "UPDATE idempotency_key SET status = $3, answer = $4 WHERE principal = $1 AND key = $2";

    /** Reserves the key; an earlier answer if there is one. Waits for another transaction that holds the same key. */
    Uni<Optional<Earlier>> begin(IdempotencyRequest request);

    Uni<Void> finish(IdempotencyRequest request, int status, String answer);

    /** The answer that the key has got, without reserving it; waits for nobody. */
    static Uni<Optional<Earlier>> answered(SqlClient client, IdempotencyRequest request) {
        return client.preparedQuery(ANSWERED)
                .execute(Tuple.of(request.principal(), request.key()))
                .map(rows -> rows.stream().map(IdempotencyTable::earlier).findFirst());
    }

    private static Earlier earlier(Row row) {
        return new Earlier(row.getString(0), row.getString(1), row.getInteger(2), row.getString(3));
    }

    record Earlier(String request, String bodySha256, int status, String answer) {}

    static IdempotencyTable of(SqlConnection connection) {
        return new ByClient(connection);
    }

    static IdempotencyTable of(Mutiny.Session session) {
        return new BySession(session);
    }

    record ByClient(SqlConnection connection) implements IdempotencyTable {

        @Override
        public Uni<Optional<Earlier>> begin(IdempotencyRequest request) {
            return connection
                    .preparedQuery(BEGIN)
                    .execute(Tuple.of(request.principal(), request.key(), request.request(), request.bodySha256()))
                    .chain(rows -> rows.rowCount() == 1
                            ? Uni.createFrom().item(Optional.<Earlier>empty())
                            : connection
                                    .preparedQuery(EARLIER)
                                    .execute(Tuple.of(request.principal(), request.key()))
                                    .map(found -> found.iterator().next())
                                    .map(row -> Optional.of(earlier(row))));
        }

        @Override
        public Uni<Void> finish(IdempotencyRequest request, int status, String answer) {
            return connection
                    .preparedQuery(FINISH)
                    .execute(Tuple.of(request.principal(), request.key(), status, answer))
                    .replaceWithVoid();
        }
    }

    record BySession(Mutiny.Session session) implements IdempotencyTable {

        @Override
        public Uni<Optional<Earlier>> begin(IdempotencyRequest request) {
            return session.createNativeQuery(numbered(BEGIN))
                    .setParameter(1, request.principal())
                    .setParameter(2, request.key())
                    .setParameter(3, request.request())
                    .setParameter(4, request.bodySha256())
                    .executeUpdate()
                    .chain(changed ->
                            changed == 1 ? Uni.createFrom().item(Optional.<Earlier>empty()) : earlier(request));
        }

        private Uni<Optional<Earlier>> earlier(IdempotencyRequest request) {
            return session.createNativeQuery(numbered(EARLIER), Object[].class)
                    .setParameter(1, request.principal())
                    .setParameter(2, request.key())
                    .getSingleResult()
                    .map(row -> Optional.of(new Earlier(
                            (String) row[0], (String) row[1], ((Number) row[2]).intValue(), (String) row[3])));
        }

        @Override
        public Uni<Void> finish(IdempotencyRequest request, int status, String answer) {
            return session.flush()
                    .chain(() -> session.createNativeQuery(numbered(FINISH))
                            .setParameter(1, request.principal())
                            .setParameter(2, request.key())
                            .setParameter(3, status)
                            .setParameter(4, answer)
                            .executeUpdate()
                            .replaceWithVoid());
        }

        /** Hibernate writes positional parameters with a question mark. */
        private static String numbered(String sql) {
            return List.of("$1", "$2", "$3", "$4").stream()
                    .reduce(sql, (text, parameter) -> text.replace(parameter, "?" + parameter.substring(1)));
        }
    }
}
