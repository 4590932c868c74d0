package dev.slipway.build.build;

import dev.slipway.events.BuildSnapshot;
import dev.slipway.events.BuildStatusChanged;
import dev.slipway.kit.db.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rows of builds, jobs and steps: reads a build whole, and writes a {@link Transition} with its event in one transaction.
 *
 * <p>Whoever changes a build locks its row first ({@link #lock}); the comparison of the version in {@link #save} would still refuse a
 * change that somebody made without the lock.
 */
@ApplicationScoped
class BuildStore {

    /** By {@code build}'s and {@code flow}'s primary keys, {@code job_of_build}, and {@code step}'s primary key. */
    private static final String READ = "SELECT clock_timestamp() AS now, " + BuildRows.COLUMNS + ", " + BuildRows.PARTS
            + " FROM build b JOIN flow f ON f.id = b.flow_id WHERE b.id = ";

    private static final String BY_ID = "$1";
    private static final String BY_JOB = "(SELECT build_id FROM job WHERE id = $1)";

    private static final String READ_BUILD = READ + BY_ID;
    private static final String READ_BUILD_OF_JOB = READ + BY_JOB;

    private static final String LOCK = "SELECT 1 FROM build WHERE id = %s FOR UPDATE";

    private static final String LOCK_BUILD = LOCK.formatted(BY_ID);
    private static final String LOCK_BUILD_OF_JOB = LOCK.formatted(BY_JOB);

    /** By the primary key. */
    private static final String UPDATE_BUILD = """
            UPDATE build SET version = $3, status = $4, reason = $5, ref_sha = $6, commit_sha = $7, commit_message = $8,
                commit_author_name = $9, commit_author_email = $10, commit_authored_at = $11, canceled_by = $12,
                started_at = $13, finished_at = $14
            WHERE id = $1 AND version = $2
            """;

    /** By the primary key. */
    private static final String UPDATE_JOB = """
            UPDATE job SET status = $2, exit_code = $3, error = $4, started_at = $5, finished_at = $6 WHERE id = $1
            """;

    /** By the primary key. */
    private static final String PUT_STEP = """
            INSERT INTO step (job_id, attempt, position, name, stage, status, exit_code, started_at, finished_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (job_id, attempt, position) DO UPDATE SET status = excluded.status, exit_code = excluded.exit_code,
                started_at = excluded.started_at, finished_at = excluded.finished_at
            """;

    /** A build whose row is locked in the present transaction, and the database's time. */
    record Locked(Build build, Instant now) {}

    private final BuildJournal journal;

    BuildStore(BuildJournal journal) {
        this.journal = journal;
    }

    Uni<Optional<Locked>> lock(Transaction transaction, UUID buildId) {
        return lock(transaction, LOCK_BUILD, READ_BUILD, buildId);
    }

    Uni<Optional<Locked>> lockByJob(Transaction transaction, UUID jobId) {
        return lock(transaction, LOCK_BUILD_OF_JOB, READ_BUILD_OF_JOB, jobId);
    }

    /** Writes what changed, and the event for it, if there is one, into the outbox. */
    Uni<Void> save(Transaction transaction, Transition transition) {
        Build after = transition.after();
        transaction.afterCommit(() -> journal.changed(transition));
        return updateBuild(transaction, transition)
                .chain(() -> updateJobs(transaction, transition))
                .chain(() -> putSteps(transaction, transition))
                .chain(() -> {
                    Optional<BuildStatusChanged> event = transition.event();
                    return event.isEmpty()
                            ? Uni.createFrom().voidItem()
                            : transaction.inTrace(after.traceparent()).publish(event.get());
                });
    }

    /**
     * Two statements sent together: the second begins, with a snapshot of its own, once the first holds the lock. One statement with
     * FOR UPDATE would see the build after, but its jobs before the wait for the lock. The clock too is read under the lock, so that
     * times never run backwards from one version to the next.
     */
    private static Uni<Optional<Locked>> lock(Transaction transaction, String lock, String read, UUID id) {
        return Uni.combine()
                .all()
                .unis(
                        transaction.connection().preparedQuery(lock).execute(Tuple.of(id)),
                        transaction.connection().preparedQuery(read).execute(Tuple.of(id)))
                .asTuple()
                .map(both -> locked(both.getItem2()));
    }

    private static Optional<Locked> locked(RowSet<Row> rows) {
        if (rows.size() == 0) {
            return Optional.empty();
        }
        Row row = rows.iterator().next();
        return Optional.of(
                new Locked(BuildRows.whole(row), row.getOffsetDateTime("now").toInstant()));
    }

    private static Uni<Void> updateBuild(Transaction transaction, Transition transition) {
        Build after = transition.after();
        BuildSnapshot.Commit commit = after.commit();
        return transaction
                .connection()
                .preparedQuery(UPDATE_BUILD)
                .execute(tuple(
                        after.id(),
                        transition.before().version(),
                        after.version(),
                        after.status().name(),
                        after.reason(),
                        after.ref().sha(),
                        commit == null ? null : commit.sha(),
                        commit == null ? null : commit.message(),
                        commit == null ? null : commit.authorName(),
                        commit == null ? null : commit.authorEmail(),
                        commit == null ? null : time(commit.authoredAt()),
                        after.canceledBy(),
                        time(after.startedAt()),
                        time(after.finishedAt())))
                .invoke(rows -> {
                    if (rows.rowCount() != 1) {
                        throw new IllegalStateException("build " + after.id() + " is no longer at version "
                                + transition.before().version());
                    }
                })
                .replaceWithVoid();
    }

    private static Uni<Void> updateJobs(Transaction transaction, Transition transition) {
        List<Tuple> changed = new ArrayList<>();
        for (Job job : transition.after().jobs()) {
            Job before = transition.before().job(job.id());
            if (before == null || !job.withSteps(before.steps()).equals(before)) {
                changed.add(tuple(
                        job.id(),
                        job.status().name(),
                        job.exitCode(),
                        job.error(),
                        time(job.startedAt()),
                        time(job.finishedAt())));
            }
        }
        return batch(transaction, UPDATE_JOB, changed);
    }

    private static Uni<Void> putSteps(Transaction transaction, Transition transition) {
        List<Tuple> changed = new ArrayList<>();
        for (Job job : transition.after().jobs()) {
            Job before = transition.before().job(job.id());
            for (Step step : job.steps()) {
                if (before == null || !before.steps().contains(step)) {
                    changed.add(tuple(
                            job.id(),
                            transition.after().attempt(),
                            step.position(),
                            step.name(),
                            step.stage(),
                            step.status().name(),
                            step.exitCode(),
                            time(step.startedAt()),
                            time(step.finishedAt())));
                }
            }
        }
        return batch(transaction, PUT_STEP, changed);
    }

    private static Uni<Void> batch(Transaction transaction, String sql, List<Tuple> rows) {
        if (rows.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return transaction.connection().preparedQuery(sql).executeBatch(rows).replaceWithVoid();
    }

    private static Tuple tuple(@Nullable Object... values) {
        return Tuple.from(Arrays.asList(values));
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
