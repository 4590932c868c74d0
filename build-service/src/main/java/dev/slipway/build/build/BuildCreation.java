package dev.slipway.build.build;

import dev.slipway.build.runner.JobOrder;
import dev.slipway.events.BuildQueued;
import dev.slipway.events.BuildSnapshot;
import dev.slipway.events.BuildStatusChanged;
import dev.slipway.events.BuildStatusChanged.Change;
import dev.slipway.events.GitRef;
import dev.slipway.events.Message;
import dev.slipway.events.RunStatus;
import dev.slipway.kit.db.Ids;
import dev.slipway.kit.db.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Makes builds. Accepting one is the hottest path of the service, so it is one statement for all rows and one for the outbox.
 *
 * <p>The counter in the flow's row is raised in the same transaction: a build that is rolled back gives its number back, because nobody
 * else could take one meanwhile. That is why builds of one flow are accepted one after another, and those of different flows at once.
 */
@ApplicationScoped
class BuildCreation {

    /** By {@code flow}'s primary key. */
    private static final String CREATE = """
            WITH counted AS (
                UPDATE flow SET last_build_number = last_build_number + 1
                WHERE id = $2 AND deleted_at IS NULL
                RETURNING id, serial, owner, name, display_name, source_url, default_branch, last_build_number
            ), new_build AS (
                INSERT INTO build (id, flow_id, number, status, ref_kind, ref_name, ref_sha, trigger_event, principal,
                    origin_kind, origin_run_id, origin_step_id, parameters, traceparent)
                SELECT $1, id, last_build_number, 'QUEUED', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12 FROM counted
                RETURNING serial, number, created_at
            ), new_job AS (
                INSERT INTO job (id, build_id, number, status) SELECT $13, $1, 1, 'QUEUED' FROM counted RETURNING serial
            )
            SELECT b.serial, b.number, b.created_at, j.serial AS job_serial,
                f.id AS flow_id, f.serial AS flow_serial, f.owner AS flow_owner, f.name AS flow_name,
                f.display_name AS flow_display_name, f.source_url AS flow_source_url,
                f.default_branch AS flow_default_branch
            FROM counted f, new_build b, new_job j
            """;

    /** By the primary keys and {@code job_of_build}. Nothing for a build that is past its queue: it needs no runner any more. */
    private static final String ORDERS = """
            SELECT j.id AS job_id, j.number AS job_number, b.attempt, b.id AS build_id, b.number, f.id AS flow_id, f.owner, f.name,
                f.visibility, f.source_url, f.default_branch, f.definition_path, f.time_limit_seconds, b.ref_kind, b.ref_name,
                b.ref_sha, b.trigger_event, b.parameters, b.created_at, b.traceparent
            FROM unnest($1::uuid[], $2::integer[]) WITH ORDINALITY AS queued (id, attempt, place)
                JOIN build b ON b.id = queued.id AND b.attempt = queued.attempt AND b.status = 'QUEUED'
                JOIN flow f ON f.id = b.flow_id JOIN job j ON j.build_id = b.id
            ORDER BY queued.place, j.number
            """;

    private final BuildJournal journal;

    BuildCreation(BuildJournal journal) {
        this.journal = journal;
    }

    /** Writes the build, its job, {@code BuildQueued} and the first event. Empty if there is no such flow. */
    Uni<Optional<Build>> create(Transaction transaction, NewBuild wanted) {
        UUID jobId = Ids.newId();
        return transaction
                .connection()
                .preparedQuery(CREATE)
                .execute(Tuple.from(Arrays.asList(
                        wanted.id(),
                        wanted.flowId(),
                        wanted.ref().kind().name(),
                        wanted.ref().name(),
                        wanted.ref().sha(),
                        wanted.trigger().event().name(),
                        wanted.trigger().principal(),
                        wanted.origin().kind().name(),
                        wanted.origin().runId(),
                        wanted.origin().stepId(),
                        json(wanted.parameters()),
                        transaction.traceparent(),
                        jobId)))
                .chain(rows -> {
                    if (rows.size() == 0) {
                        return Uni.createFrom().item(Optional.empty());
                    }
                    Build build = build(wanted, jobId, rows.iterator().next(), transaction);
                    transaction.afterCommit(() -> journal.accepted(build));
                    return transaction.publish(messages(build)).replaceWith(Optional.of(build));
                });
    }

    /** What runners need to know of the builds that still wait, in the order given. */
    Uni<List<JobOrder>> orders(Transaction transaction, List<BuildQueued> queued) {
        UUID[] ids = queued.stream().map(BuildQueued::buildId).toArray(UUID[]::new);
        Integer[] attempts = queued.stream().map(BuildQueued::attempt).toArray(Integer[]::new);
        return transaction
                .connection()
                .preparedQuery(ORDERS)
                .execute(Tuple.of(ids, attempts))
                .map(rows -> rows.stream().map(BuildCreation::order).toList());
    }

    private static List<Message> messages(Build build) {
        return List.of(
                new BuildQueued(build.id(), build.attempt()),
                new BuildStatusChanged(Change.QUEUED, List.of(), null, build.snapshot()));
    }

    private static Build build(NewBuild wanted, UUID jobId, Row row, Transaction transaction) {
        Job job = new Job(jobId, row.getLong("job_serial"), 1, RunStatus.QUEUED, null, null, null, null, List.of());
        return new Build(
                wanted.id(),
                row.getLong("serial"),
                row.getLong("number"),
                1,
                1,
                RunStatus.QUEUED,
                null,
                BuildRows.flow(row),
                wanted.ref(),
                null,
                wanted.trigger(),
                null,
                wanted.origin(),
                null,
                transaction.traceparent(),
                row.getOffsetDateTime("created_at").toInstant(),
                null,
                null,
                List.of(job));
    }

    private static JobOrder order(Row row) {
        return new JobOrder(
                row.getUUID("job_id"),
                row.getInteger("job_number"),
                row.getInteger("attempt"),
                row.getUUID("build_id"),
                row.getLong("number"),
                row.getUUID("flow_id"),
                row.getString("owner") + "/" + row.getString("name"),
                row.getString("visibility").equals("PRIVATE"),
                row.getString("source_url"),
                row.getString("default_branch"),
                row.getString("definition_path"),
                new GitRef(
                        GitRef.Kind.valueOf(row.getString("ref_kind")),
                        row.getString("ref_name"),
                        row.getString("ref_sha")),
                BuildSnapshot.Trigger.Event.valueOf(row.getString("trigger_event")),
                strings(row.getJsonObject("parameters")),
                Duration.ofSeconds(row.getInteger("time_limit_seconds")),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getString("traceparent"));
    }

    private static JsonObject json(Map<String, String> parameters) {
        JsonObject object = new JsonObject();
        parameters.forEach(object::put);
        return object;
    }

    private static Map<String, String> strings(JsonObject object) {
        return object.stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> (String) entry.getValue()));
    }
}
