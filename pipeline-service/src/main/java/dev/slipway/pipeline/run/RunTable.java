package dev.slipway.pipeline.run;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.slipway.events.Requester;
import dev.slipway.events.RunStatus;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.db.Transaction;
import dev.slipway.pipeline.json.StoredJson;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The SQL of runs. Times are PostgreSQL's, so that replicas agree on them. */
@ApplicationScoped
class RunTable {

    private static final TypeReference<List<StageRun>> STAGES = new TypeReference<>() {};

    private static final String COLUMNS = """
            id, pipeline_id, tenant, pipeline_name, number, version, status, reason, requested_by, by_administrator,
            canceled_by, created_at, started_at, finished_at, deadline_at, stages::text AS stages
            """;

    private static final String NOW = "SELECT now() AS now";

    private static final String INSERT = """
            INSERT INTO pipeline_run (id, pipeline_id, tenant, pipeline_name, number, version, status, requested_by,
                by_administrator, created_at, deadline_at, stages)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::text::jsonb)
            """;

    private static final String BY_ID = "SELECT " + COLUMNS + " FROM pipeline_run WHERE id = $1";

    /** Whoever changes a run holds its row: words about several of its builds come side by side. */
    private static final String BY_ID_TO_CHANGE =
            "SELECT " + COLUMNS + ", clock_timestamp() AS now FROM pipeline_run WHERE id = $1 FOR UPDATE";

    private static final String CHANGE = """
            UPDATE pipeline_run SET version = $2, status = $3, reason = $4, canceled_by = $5, started_at = $6,
                finished_at = $7, deadline_at = $8, stages = $9::text::jsonb
            WHERE id = $1 AND version = $2 - 1
            """;

    /** By the index pipeline_run_number. */
    private static final String OF_PIPELINE = "SELECT " + COLUMNS
            + " FROM pipeline_run WHERE pipeline_id = $1 AND number < $2 ORDER BY number DESC LIMIT $3";

    /** By the index pipeline_run_number. */
    private static final String LIVE_OF_PIPELINE =
            "SELECT id FROM pipeline_run WHERE pipeline_id = $1 AND status IN ('QUEUED', 'RUNNING')";

    /** By the index pipeline_run_live. */
    private static final String OVERDUE = """
            SELECT id FROM pipeline_run WHERE status IN ('QUEUED', 'RUNNING') AND deadline_at <= now()
            ORDER BY deadline_at LIMIT $1
            """;

    private final Database database;

    RunTable(Database database) {
        this.database = database;
    }

    Uni<Instant> now(Transaction transaction) {
        return transaction
                .connection()
                .query(NOW)
                .execute()
                .map(rows -> instant(rows.iterator().next(), "now"));
    }

    Uni<Void> insert(Transaction transaction, PipelineRun run) {
        Tuple row = Tuple.tuple()
                .addValue(run.id())
                .addValue(run.pipelineId())
                .addValue(run.tenant())
                .addValue(run.pipelineName())
                .addValue(run.number())
                .addValue(run.version())
                .addValue(run.status().name())
                .addValue(run.requester().name())
                .addValue(run.requester().administrator())
                .addValue(utc(run.createdAt()))
                .addValue(utc(run.deadlineAt()))
                .addValue(StoredJson.write(run.stages()));
        return transaction.connection().preparedQuery(INSERT).execute(row).replaceWithVoid();
    }

    Uni<Optional<PipelineRun>> find(UUID id) {
        return database.query(client -> client.preparedQuery(BY_ID)
                .execute(Tuple.of(id))
                .map(rows -> all(rows).stream().findFirst()));
    }

    Uni<Optional<Held>> hold(Transaction transaction, UUID id) {
        return transaction
                .connection()
                .preparedQuery(BY_ID_TO_CHANGE)
                .execute(Tuple.of(id))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Held(read(row), instant(row, "now")))
                        .findFirst());
    }

    /** Stores a run that was held, at the version after the one that was read. */
    Uni<Void> change(Transaction transaction, PipelineRun run) {
        Tuple row = Tuple.tuple()
                .addValue(run.id())
                .addValue(run.version())
                .addValue(run.status().name())
                .addValue(run.reason())
                .addValue(run.canceledBy())
                .addValue(utc(run.startedAt()))
                .addValue(utc(run.finishedAt()))
                .addValue(utc(run.deadlineAt()))
                .addValue(StoredJson.write(run.stages()));
        return transaction
                .connection()
                .preparedQuery(CHANGE)
                .execute(row)
                .invoke(rows -> {
                    if (rows.rowCount() != 1) {
                        throw new IllegalStateException("run " + run.id() + " was changed while its row was held");
                    }
                })
                .replaceWithVoid();
    }

    /** Newest first; those below {@code beforeNumber}. */
    Uni<List<PipelineRun>> ofPipeline(UUID pipelineId, long beforeNumber, int limit) {
        return database.query(client -> client.preparedQuery(OF_PIPELINE)
                .execute(Tuple.of(pipelineId, beforeNumber, limit))
                .map(RunTable::all));
    }

    Uni<List<UUID>> liveOfPipeline(Transaction transaction, UUID pipelineId) {
        return ids(transaction.connection(), LIVE_OF_PIPELINE, Tuple.of(pipelineId));
    }

    Uni<List<UUID>> overdue(int limit) {
        return database.query(client -> ids(client, OVERDUE, Tuple.of(limit)));
    }

    private static Uni<List<UUID>> ids(SqlClient client, String sql, Tuple values) {
        return client.preparedQuery(sql)
                .execute(values)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getUUID("id"))
                        .toList());
    }

    private static List<PipelineRun> all(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(RunTable::read)
                .toList();
    }

    private static PipelineRun read(Row row) {
        Requester requester = new Requester(
                row.getString("requested_by"), row.getString("tenant"), row.getBoolean("by_administrator"));
        return new PipelineRun(
                row.getUUID("id"),
                row.getUUID("pipeline_id"),
                row.getString("pipeline_name"),
                row.getLong("number"),
                row.getLong("version"),
                RunStatus.valueOf(row.getString("status")),
                row.getString("reason"),
                requester,
                row.getString("canceled_by"),
                instant(row, "created_at"),
                instantOrNull(row, "started_at"),
                instantOrNull(row, "finished_at"),
                instant(row, "deadline_at"),
                StoredJson.readList(row.getString("stages"), STAGES));
    }

    private static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    private static @Nullable Instant instantOrNull(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }

    /** A run whose row this transaction holds, and the time. */
    record Held(PipelineRun run, Instant now) {}
}
