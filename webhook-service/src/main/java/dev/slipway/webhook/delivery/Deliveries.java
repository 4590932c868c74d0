package dev.slipway.webhook.delivery;

import dev.slipway.kit.db.Database;
import dev.slipway.kit.paging.Cursor;
import dev.slipway.kit.paging.Page;
import dev.slipway.webhook.endpoint.EndpointAccess;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The record of what was delivered, and of what was not. */
@ApplicationScoped
public class Deliveries {

    private static final String COLUMNS = """
            SELECT id, endpoint_id, tenant, event_id, event_type, aggregate_id, status, next_attempt_at, reason, created_at, finished_at
            FROM delivery
            """;

    /** By the primary key, for at most a page of deliveries. */
    private static final String ATTEMPTS = """
            SELECT delivery_id, number, started_at, duration_ms, status_code, error, response_headers, response_body
            FROM attempt WHERE delivery_id = ANY($1) ORDER BY delivery_id, number
            """;

    private final Database database;

    public Deliveries(Database database) {
        this.database = database;
    }

    public Uni<Optional<Delivery>> find(UUID id) {
        return database.query(client -> client.preparedQuery(COLUMNS + "WHERE id = $1")
                        .execute(Tuple.of(id))
                        .chain(rows -> withAttempts(client, rows)))
                .map(found -> found.stream().findFirst());
    }

    /** Newest first. By delivery_by_endpoint, delivery_by_aggregate, delivery_by_tenant or the primary key. */
    public Uni<Page<Delivery>> list(
            EndpointAccess.Visible visible, DeliveryFilter filter, @Nullable Cursor after, int limit) {
        Conditions conditions = new Conditions();
        if (!visible.all()) {
            conditions.add("tenant = ANY($)", visible.tenants().toArray(String[]::new));
        }
        conditions.addUnlessNull("endpoint_id = $", filter.endpointId());
        conditions.addUnlessNull(
                "status = $", filter.status() == null ? null : filter.status().name());
        conditions.addUnlessNull("aggregate_id = $", filter.buildId());
        conditions.addUnlessNull("id < $", after == null ? null : after.id(0));
        String sql = COLUMNS + conditions.where() + " ORDER BY id DESC LIMIT " + (limit + 1);
        return database.query(client -> client.preparedQuery(sql)
                        .execute(conditions.parameters())
                        .chain(rows -> withAttempts(client, rows)))
                .map(found -> Page.of(found, limit, last -> Cursor.of(last.id())));
    }

    private static Uni<List<Delivery>> withAttempts(SqlClient client, Iterable<Row> rows) {
        List<Row> deliveries = new ArrayList<>();
        rows.forEach(deliveries::add);
        UUID[] ids = deliveries.stream().map(row -> row.getUUID("id")).toArray(UUID[]::new);
        return client.preparedQuery(ATTEMPTS).execute(Tuple.of(ids)).map(found -> {
            Map<UUID, List<Attempt>> attempts = new HashMap<>();
            found.forEach(row -> attempts.computeIfAbsent(row.getUUID("delivery_id"), id -> new ArrayList<>())
                    .add(attempt(row)));
            return deliveries.stream()
                    .map(row -> delivery(row, attempts.getOrDefault(row.getUUID("id"), List.of())))
                    .toList();
        });
    }

    private static Delivery delivery(Row row, List<Attempt> attempts) {
        return new Delivery(
                row.getUUID("id"),
                row.getUUID("endpoint_id"),
                row.getString("tenant"),
                row.getUUID("event_id"),
                row.getString("event_type"),
                row.getUUID("aggregate_id"),
                DeliveryStatus.valueOf(row.getString("status")),
                instant(row, "next_attempt_at"),
                row.getString("reason"),
                row.getOffsetDateTime("created_at").toInstant(),
                instant(row, "finished_at"),
                attempts);
    }

    private static Attempt attempt(Row row) {
        Map<String, String> headers = new LinkedHashMap<>();
        JsonObject kept = row.getJsonObject("response_headers");
        if (kept != null) {
            kept.forEach(header -> headers.put(header.getKey(), String.valueOf(header.getValue())));
        }
        return new Attempt(
                row.getInteger("number"),
                row.getOffsetDateTime("started_at").toInstant(),
                row.getLong("duration_ms"),
                row.getInteger("status_code"),
                row.getString("error"),
                headers,
                row.getString("response_body"));
    }

    private static @Nullable Instant instant(Row row, String column) {
        return row.getValue(column) == null
                ? null
                : row.getOffsetDateTime(column).toInstant();
    }

    /** The conditions of one list, each with its numbered parameter. */
    private static final class Conditions {

        private final List<String> conditions = new ArrayList<>();
        private final List<Object> parameters = new ArrayList<>();

        void add(String condition, Object parameter) {
            parameters.add(parameter);
            conditions.add(condition.replace("$", "$" + parameters.size()));
        }

        void addUnlessNull(String condition, @Nullable Object parameter) {
            if (parameter != null) {
                add(condition, parameter);
            }
        }

        String where() {
            return conditions.isEmpty() ? "" : "WHERE " + String.join(" AND ", conditions);
        }

        Tuple parameters() {
            return Tuple.tuple(parameters);
        }
    }
}
