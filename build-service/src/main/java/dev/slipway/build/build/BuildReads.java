package dev.slipway.build.build;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The statements that look builds up for readers. */
final class BuildReads {

    private static final String WHOLE =
            "SELECT " + BuildRows.COLUMNS + ", " + BuildRows.PARTS + " FROM build b JOIN flow f ON f.id = b.flow_id ";
    private static final String HEAD = "SELECT " + BuildRows.COLUMNS + " FROM build b JOIN flow f ON f.id = b.flow_id ";

    /** By {@code build}'s primary key. */
    private static final String BY_ID = WHOLE + "WHERE b.id = $1";

    /** By the index {@code build_number}. */
    private static final String BY_NUMBER = WHOLE + "WHERE b.flow_id = $1 AND b.number = $2";

    /** By the index {@code build_serial_unique}. */
    private static final String BY_SERIAL = WHOLE + "WHERE b.flow_id = $1 AND b.serial = $2";

    /** By the index {@code build_number}, backwards until the first that fits. */
    private static final String LATEST_PUSH = WHOLE + """
            WHERE b.flow_id = $1 AND b.ref_kind = 'BRANCH' AND b.ref_name = $2 AND b.trigger_event IN ('PUSH', 'MANUAL')
            ORDER BY b.number DESC LIMIT 1
            """;

    /** By the index {@code build_number}, backwards. */
    private static final String OF_FLOW =
            HEAD + "WHERE b.flow_id = $1 AND b.number < $2 ORDER BY b.number DESC LIMIT $3";

    private BuildReads() {}

    static Uni<Optional<Build>> byId(SqlClient client, UUID buildId) {
        return client.preparedQuery(BY_ID).execute(Tuple.of(buildId)).map(BuildReads::first);
    }

    static Uni<Optional<Build>> byNumber(SqlClient client, UUID flowId, long number) {
        return client.preparedQuery(BY_NUMBER).execute(Tuple.of(flowId, number)).map(BuildReads::first);
    }

    static Uni<Optional<Build>> bySerial(SqlClient client, UUID flowId, long serial) {
        return client.preparedQuery(BY_SERIAL).execute(Tuple.of(flowId, serial)).map(BuildReads::first);
    }

    static Uni<Optional<Build>> latestPush(SqlClient client, UUID flowId, String branch) {
        return client.preparedQuery(LATEST_PUSH)
                .execute(Tuple.of(flowId, branch))
                .map(BuildReads::first);
    }

    static Uni<List<Build>> ofFlow(SqlClient client, UUID flowId, long beforeNumber, int limit) {
        return client.preparedQuery(OF_FLOW)
                .execute(Tuple.of(flowId, beforeNumber, limit))
                .map(rows -> rows.stream().map(BuildRows::head).toList());
    }

    private static Optional<Build> first(RowSet<Row> rows) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(BuildRows.whole(rows.iterator().next()));
    }
}
