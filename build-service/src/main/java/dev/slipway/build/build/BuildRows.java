package dev.slipway.build.build;

import dev.slipway.events.BuildSnapshot;
import dev.slipway.events.GitRef;
import dev.slipway.events.Origin;
import dev.slipway.events.RunStatus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads builds from rows. */
final class BuildRows {

    /** The columns of a build (alias {@code b}) and its flow (alias {@code f}). */
    static final String COLUMNS = """
            b.id, b.serial, b.number, b.version, b.attempt, b.status, b.reason, b.ref_kind, b.ref_name, b.ref_sha,
            b.commit_sha, b.commit_message, b.commit_author_name, b.commit_author_email, b.commit_authored_at,
            b.trigger_event, b.principal, b.origin_kind, b.origin_run_id, b.origin_step_id, b.image, b.canceled_by,
            b.traceparent, b.created_at, b.started_at, b.finished_at,
            f.id AS flow_id, f.serial AS flow_serial, f.owner AS flow_owner, f.name AS flow_name,
            f.display_name AS flow_display_name, f.source_url AS flow_source_url, f.default_branch AS flow_default_branch
            """;

    /** Jobs and steps in the same statement, so that all parts of a build are of one version. */
    static final String PARTS = """
            (SELECT coalesce(json_agg(row_to_json(j) ORDER BY j.number), '[]') FROM job j WHERE j.build_id = b.id) AS jobs,
            (SELECT coalesce(json_agg(row_to_json(s) ORDER BY s.position), '[]')
               FROM step s JOIN job j ON j.id = s.job_id WHERE j.build_id = b.id AND s.attempt = b.attempt) AS steps
            """;

    private BuildRows() {}

    /** Of a row that has {@link #COLUMNS} and {@link #PARTS}. */
    static Build whole(Row row) {
        return build(row, jobs(row.getJsonArray("jobs"), row.getJsonArray("steps")));
    }

    /** Of a row that has {@link #COLUMNS} alone: a build without its jobs. */
    static Build head(Row row) {
        return build(row, List.of());
    }

    static BuildSnapshot.Flow flow(Row row) {
        String owner = row.getString("flow_owner");
        return new BuildSnapshot.Flow(
                row.getUUID("flow_id"),
                row.getLong("flow_serial"),
                owner,
                row.getString("flow_display_name"),
                owner + "/" + row.getString("flow_name"),
                row.getString("flow_source_url"),
                row.getString("flow_default_branch"));
    }

    private static Build build(Row row, List<Job> jobs) {
        return new Build(
                row.getUUID("id"),
                row.getLong("serial"),
                row.getLong("number"),
                row.getLong("version"),
                row.getInteger("attempt"),
                RunStatus.valueOf(row.getString("status")),
                row.getString("reason"),
                flow(row),
                new GitRef(
                        GitRef.Kind.valueOf(row.getString("ref_kind")),
                        row.getString("ref_name"),
                        row.getString("ref_sha")),
                commit(row),
                new BuildSnapshot.Trigger(
                        BuildSnapshot.Trigger.Event.valueOf(row.getString("trigger_event")),
                        row.getString("principal")),
                row.getString("image"),
                new Origin(
                        Origin.Kind.valueOf(row.getString("origin_kind")),
                        row.getUUID("origin_run_id"),
                        row.getUUID("origin_step_id")),
                row.getString("canceled_by"),
                row.getString("traceparent"),
                row.getOffsetDateTime("created_at").toInstant(),
                instant(row.getOffsetDateTime("started_at")),
                instant(row.getOffsetDateTime("finished_at")),
                jobs);
    }

    private static BuildSnapshot.@Nullable Commit commit(Row row) {
        String sha = row.getString("commit_sha");
        return sha == null
                ? null
                : new BuildSnapshot.Commit(
                        sha,
                        row.getString("commit_message"),
                        row.getString("commit_author_name"),
                        row.getString("commit_author_email"),
                        row.getOffsetDateTime("commit_authored_at").toInstant());
    }

    private static List<Job> jobs(JsonArray jobs, JsonArray steps) {
        Map<String, List<Step>> stepsOfJob = new HashMap<>();
        for (int index = 0; index < steps.size(); index++) {
            JsonObject step = steps.getJsonObject(index);
            stepsOfJob
                    .computeIfAbsent(step.getString("job_id"), job -> new ArrayList<>())
                    .add(step(step));
        }
        List<Job> found = new ArrayList<>();
        for (int index = 0; index < jobs.size(); index++) {
            JsonObject job = jobs.getJsonObject(index);
            found.add(job(job, stepsOfJob.getOrDefault(job.getString("id"), List.of())));
        }
        return found;
    }

    private static Job job(JsonObject job, List<Step> steps) {
        return new Job(
                UUID.fromString(job.getString("id")),
                job.getLong("serial"),
                job.getInteger("number"),
                RunStatus.valueOf(job.getString("status")),
                job.getInteger("exit_code"),
                job.getString("error"),
                time(job, "started_at"),
                time(job, "finished_at"),
                steps);
    }

    private static Step step(JsonObject step) {
        return new Step(
                step.getInteger("position"),
                step.getString("name"),
                step.getString("stage"),
                RunStatus.valueOf(step.getString("status")),
                step.getInteger("exit_code"),
                time(step, "started_at"),
                time(step, "finished_at"));
    }

    private static @Nullable Instant time(JsonObject object, String field) {
        String text = object.getString(field);
        return text == null ? null : OffsetDateTime.parse(text).toInstant();
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
