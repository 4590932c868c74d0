package dev.slipway.build.build;

import dev.slipway.build.log.BuildProgress;
import dev.slipway.events.RunStatus;
import dev.slipway.kit.db.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Tells readers of logs which jobs a build has and whether anything can still be appended. */
@ApplicationScoped
class BuildProgressOfRows implements BuildProgress {

    /** By {@code build}'s primary key and {@code job_of_build}. */
    private static final String PROGRESS = """
            SELECT b.attempt, b.status, j.id AS job_id, j.number FROM build b JOIN job j ON j.build_id = b.id
            WHERE b.id = $1 ORDER BY j.number
            """;

    private final Database database;

    BuildProgressOfRows(Database database) {
        this.database = database;
    }

    @Override
    public Uni<Optional<Progress>> of(UUID buildId) {
        return database.query(client ->
                client.preparedQuery(PROGRESS).execute(Tuple.of(buildId)).map(BuildProgressOfRows::progress));
    }

    private static Optional<Progress> progress(RowSet<Row> rows) {
        if (rows.size() == 0) {
            return Optional.empty();
        }
        Row first = rows.iterator().next();
        List<Job> jobs = rows.stream()
                .map(row -> new Job(row.getUUID("job_id"), row.getInteger("number")))
                .toList();
        return Optional.of(new Progress(
                first.getInteger("attempt"),
                RunStatus.valueOf(first.getString("status")).isFinal(),
                jobs));
    }
}
