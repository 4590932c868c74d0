package dev.slipway.gateway.audit;

import dev.slipway.kit.db.Database;
import dev.slipway.kit.db.PostgresFailures;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Adds lines to the record, many in one statement. */
@ApplicationScoped
public class AuditTable {

    /** A batch whose answer was lost is written again: by the primary key it is not recorded twice. */
    private static final String INSERT = """
            INSERT INTO audit_event (id, at, request_id, principal, credential_id, dialect, method, route, action, objects, tenant,
                                     address, status, outcome, calls, duration_ms)
            SELECT id, at, request_id, principal, credential_id, dialect, method, route, action, objects, tenant,
                   address, status, outcome, calls, duration_ms
            FROM jsonb_to_recordset($1) AS e (id uuid, at timestamptz, request_id text, principal text, credential_id text,
                 dialect text, method text, route text, action text, objects text[], tenant text, address text, status integer,
                 outcome text, calls bigint, duration_ms bigint)
            ON CONFLICT DO NOTHING
            """;

    private static final String MAKE_PARTITION = "SELECT audit_event_partition($1)";

    /** What PostgreSQL says when no partition takes a row. */
    private static final String CHECK_VIOLATION = "23514";

    private final Database database;
    private final Set<LocalDate> daysWithPartition = ConcurrentHashMap.newKeySet();

    public AuditTable(Database database) {
        this.database = database;
    }

    Uni<Void> insert(List<AuditEvent> batch) {
        JsonArray rows = new JsonArray();
        batch.forEach(event -> rows.add(row(event)));
        return makePartitions(batch)
                .chain(() ->
                        database.query(client -> client.preparedQuery(INSERT).execute(Tuple.of(rows))))
                .onFailure(AuditTable::isWithoutPartition)
                .invoke(daysWithPartition::clear)
                .replaceWithVoid();
    }

    /** Whether the same lines may well be taken later; the partition of a day is made at the next attempt. */
    static boolean isPassing(Throwable failure) {
        return PostgresFailures.isPassing(failure) || isWithoutPartition(failure);
    }

    private static boolean isWithoutPartition(Throwable failure) {
        return failure instanceof PgException postgres && CHECK_VIOLATION.equals(postgres.getSqlState());
    }

    /** Nothing to do but for the first line of a day, and after an absence: housekeeping makes them ahead. */
    private Uni<Void> makePartitions(List<AuditEvent> batch) {
        List<LocalDate> missing = batch.stream()
                .map(event -> LocalDate.ofInstant(event.at(), ZoneOffset.UTC))
                .filter(day -> !daysWithPartition.contains(day))
                .distinct()
                .toList();
        return Multi.createFrom()
                .iterable(missing)
                .onItem()
                .transformToUniAndConcatenate(day -> database.query(
                                client -> client.preparedQuery(MAKE_PARTITION).execute(Tuple.of(day)))
                        .invoke(() -> daysWithPartition.add(day)))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static JsonObject row(AuditEvent event) {
        return new JsonObject()
                .put("id", event.id().toString())
                .put("at", event.at().toString())
                .put("request_id", event.requestId())
                .put("principal", event.principal())
                .put("credential_id", event.credentialId())
                .put("dialect", event.dialect())
                .put("method", event.method())
                .put("route", event.route())
                .put("action", event.action())
                .put("objects", new JsonArray(event.objects()))
                .put("tenant", event.tenant())
                .put("address", event.address())
                .put("status", event.status())
                .put("outcome", event.outcome().word())
                .put("calls", event.calls())
                .put("duration_ms", event.durationMillis());
    }
}
