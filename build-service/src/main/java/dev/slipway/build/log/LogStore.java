package dev.slipway.build.log;

import dev.slipway.kit.db.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The statements on {@code log_chunk}. All use its primary key. */
@ApplicationScoped
public class LogStore {

    /**
     * The share lock on the lease makes an append and the loss of the lease exclude each other: after a job is final, nothing is added to
     * its log. A chunk that is there already (the answer to the first try was lost) counts as appended.
     */
    private static final String APPEND = """
            WITH held AS (
                SELECT 1 FROM job_queue WHERE job_id = $1 AND lease_epoch = $7 AND lease_holder IS NOT NULL FOR SHARE
            ), appended AS (
                INSERT INTO log_chunk (job_id, attempt, step, first_line, line_count, lines)
                SELECT $1, $2, $3, $4, $5, $6 FROM held
                ON CONFLICT DO NOTHING
            )
            SELECT FROM held
            """;

    private static final String NEXT = """
            SELECT step, first_line, lines FROM log_chunk
            WHERE job_id = $1 AND attempt = $2 AND (step, first_line) >= ($3, $4)
            ORDER BY step, first_line LIMIT $5
            """;

    /** The chunk that a reader stopped in the middle of. */
    private static final String HOLDING = """
            SELECT step, first_line, lines FROM log_chunk
            WHERE job_id = $1 AND attempt = $2 AND step = $3 AND first_line < $4 AND first_line + line_count > $4
            ORDER BY first_line DESC LIMIT 1
            """;

    private final Database database;
    private final LogSignals signals;

    LogStore(Database database, LogSignals signals) {
        this.database = database;
        this.signals = signals;
    }

    /**
     * Appends a chunk; it is durable, and readers are woken, when the Uni ends.
     *
     * @param epoch of the lease on the job, by which its runner may write
     * @return false, having stored nothing, if the lease is not held at this epoch any more
     */
    public Uni<Boolean> append(LogChunk chunk, long epoch) {
        Tuple row = Tuple.from(Arrays.asList(
                chunk.jobId(),
                chunk.attempt(),
                chunk.step(),
                chunk.firstLine(),
                chunk.lines().size(),
                Buffer.buffer(ChunkText.write(chunk.lines())),
                epoch));
        return database.query(client -> client.preparedQuery(APPEND).execute(row))
                .map(rows -> rows.size() > 0)
                .invoke(() -> signals.appended(chunk.buildId()));
    }

    /** The next chunks of a job from a place in it. */
    Uni<List<StoredChunk>> next(UUID jobId, int attempt, LogPlace from, int limit) {
        return database.query(client -> client.preparedQuery(NEXT)
                .execute(Tuple.of(jobId, attempt, from.step(), from.line(), limit))
                .chain(found -> from.line() == 0
                        ? Uni.createFrom().item(chunks(found))
                        : client.preparedQuery(HOLDING)
                                .execute(Tuple.of(jobId, attempt, from.step(), from.line()))
                                .map(holding -> joined(chunks(holding), chunks(found)))));
    }

    private static List<StoredChunk> joined(List<StoredChunk> first, List<StoredChunk> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private static List<StoredChunk> chunks(RowSet<Row> rows) {
        return rows.stream()
                .map(row -> new StoredChunk(
                        row.getInteger("step"),
                        row.getInteger("first_line"),
                        row.getBuffer("lines").getBytes()))
                .toList();
    }

    /** A chunk as it is stored. */
    record StoredChunk(int step, int firstLine, byte[] lines) {

        /** Its lines, without those before a place. */
        List<LogLine> linesFrom(LogPlace place, int job) {
            List<LogChunk.Printed> printed = ChunkText.read(lines);
            int skipped = step == place.step() ? Math.max(0, place.line() - firstLine) : 0;
            return IntStream.range(skipped, printed.size())
                    .mapToObj(index -> new LogLine(
                            job,
                            step,
                            firstLine + index,
                            printed.get(index).stream(),
                            printed.get(index).seconds(),
                            printed.get(index).text()))
                    .toList();
        }
    }
}
