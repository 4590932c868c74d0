package dev.slipway.gateway.audit;

import dev.slipway.kit.db.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads the record, the newest first. */
@ApplicationScoped
public class AuditEvents {

    private static final String SELECT = """
            SELECT id, at, request_id, principal, credential_id, dialect, method, route, action, objects, tenant, address, status,
                   outcome, calls, duration_ms
            FROM audit_event WHERE\s""";

    private final Database database;

    public AuditEvents(Database database) {
        this.database = database;
    }

    /** Where a page ended. */
    public record Position(Instant at, UUID id) {}

    /**
     * Up to {@code count} lines after the given one. By the primary key, audit_event_principal, audit_event_tenant or audit_event_objects; what is
     * asked for by other things alone is looked for from the newest line on, day by day.
     */
    public Uni<List<AuditEvent>> page(AuditFilter filter, @Nullable Position after, int count) {
        Conditions conditions = new Conditions();
        conditions.add("principal = $%d", filter.principal());
        conditions.add("tenant = $%d", filter.tenant());
        conditions.add("objects @> $%d", array(filter.object() == null ? null : Set.of(filter.object())));
        conditions.add("action = $%d", filter.action());
        conditions.add(
                "outcome = $%d",
                filter.outcome() == null ? null : filter.outcome().word());
        conditions.add("dialect = $%d", filter.dialect());
        conditions.add(
                "at >= $%d", filter.since() == null ? null : filter.since().atOffset(ZoneOffset.UTC));
        conditions.add(
                "at < $%d", filter.until() == null ? null : filter.until().atOffset(ZoneOffset.UTC));
        conditions.add("tenant = ANY ($%d)", array(filter.tenants()));
        if (after != null) {
            conditions.after(after);
        }
        return database.query(
                        client -> client.preparedQuery(conditions.sql(count)).execute(conditions.values()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(AuditEvents::event)
                        .toList());
    }

    private static @Nullable Object array(@Nullable Set<String> words) {
        return words == null ? null : words.toArray(String[]::new);
    }

    private static AuditEvent event(Row row) {
        return new AuditEvent(
                row.getUUID("id"),
                row.getOffsetDateTime("at").toInstant(),
                row.getString("request_id"),
                row.getString("principal"),
                row.getString("credential_id"),
                row.getString("dialect"),
                row.getString("method"),
                row.getString("route"),
                row.getString("action"),
                List.of(row.getArrayOfStrings("objects")),
                row.getString("tenant"),
                row.getString("address"),
                row.getInteger("status"),
                AuditOutcome.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT)),
                row.getLong("calls"),
                row.getLong("duration_ms"));
    }

    /** A statement with only those conditions that are asked for, so that the planner sees which index serves it. */
    private static final class Conditions {
        private final List<String> texts = new ArrayList<>(List.of("true"));
        private final List<@Nullable Object> values = new ArrayList<>();

        void add(String text, @Nullable Object given) {
            if (given != null) {
                values.add(given);
                texts.add(text.formatted(values.size()));
            }
        }

        /** The first of the two names the partitions that need no look. */
        void after(Position position) {
            values.add(position.at().atOffset(ZoneOffset.UTC));
            values.add(position.id());
            int at = values.size() - 1;
            texts.add("at <= $%d AND (at, id) < ($%d, $%d)".formatted(at, at, at + 1));
        }

        String sql(int count) {
            return SELECT + String.join(" AND ", texts) + " ORDER BY at DESC, id DESC LIMIT " + count;
        }

        Tuple values() {
            return Tuple.from(values);
        }
    }
}
