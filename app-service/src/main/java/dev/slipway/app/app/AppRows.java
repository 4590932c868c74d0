package dev.slipway.app.app;

import dev.slipway.events.AppState;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Between rows of the table {@code app} and {@link App}. */
final class AppRows {

    static final String COLUMNS = "id, tenant, name, command, environment, version, state, reason, node, run_id,"
            + " created_by, created_at, changed_at, operated_at";

    private AppRows() {}

    static App app(Row row) {
        return new App(
                row.getUUID("id"),
                row.getString("tenant"),
                row.getString("name"),
                List.of(row.getArrayOfStrings("command")),
                row.getString("environment"),
                row.getLong("version"),
                AppState.valueOf(row.getString("state")),
                row.getString("reason"),
                row.getUUID("node"),
                row.getUUID("run_id"),
                row.getString("created_by"),
                instant(row, "created_at"),
                instant(row, "changed_at"),
                instant(row, "operated_at"));
    }

    static Optional<App> first(RowSet<Row> rows) {
        return rows.stream().findFirst().map(AppRows::app);
    }

    static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
