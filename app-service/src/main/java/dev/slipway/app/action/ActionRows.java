package dev.slipway.app.action;

import dev.slipway.events.ActionStatus;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.time.OffsetDateTime;
import java.util.Optional;

/** From rows of the table {@code app_action} to {@link Action}. */
final class ActionRows {

    static final String COLUMNS =
            "id, app_id, kind, status, error, requested_by, traceparent, started_at, deadline_at, finished_at";

    private ActionRows() {}

    static Optional<Action> first(RowSet<Row> rows) {
        return rows.stream().findFirst().map(ActionRows::action);
    }

    private static Action action(Row row) {
        OffsetDateTime finished = row.getOffsetDateTime("finished_at");
        return new Action(
                row.getUUID("id"),
                row.getUUID("app_id"),
                ActionKind.valueOf(row.getString("kind")),
                ActionStatus.valueOf(row.getString("status")),
                row.getString("error"),
                row.getString("requested_by"),
                row.getString("traceparent"),
                row.getOffsetDateTime("started_at").toInstant(),
                row.getOffsetDateTime("deadline_at").toInstant(),
                finished == null ? null : finished.toInstant());
    }
}
