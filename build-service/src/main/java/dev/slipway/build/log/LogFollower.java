package dev.slipway.build.log;

import dev.slipway.build.log.BuildProgress.Job;
import dev.slipway.build.log.BuildProgress.Progress;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * One reader of one build's log, who reads at the reader's own speed: the next chunks are fetched only when the last are taken, so that a
 * slow or dead reader holds up nobody and fills no memory.
 */
final class LogFollower {

    /** Of a job in one go. A chunk is mostly at most 64 KiB, and about 1 MiB when a step prints faster than its lines are stored. */
    private static final int CHUNKS = 16;

    private final UUID buildId;
    private final BuildProgress builds;
    private final LogStore store;
    private final LogSignals signals;
    private final Duration poll;
    private LogCursor cursor;
    /** Which job is asked first the next time, so that one that prints much does not keep the others from being shown. */
    private int turn;

    private boolean finished;

    LogFollower(UUID buildId, LogCursor from, BuildProgress builds, LogStore store, LogSignals signals, Duration poll) {
        this.buildId = buildId;
        this.cursor = from;
        this.builds = builds;
        this.store = store;
        this.signals = signals;
        this.poll = poll;
    }

    Multi<LogEntry> entries() {
        return Multi.createBy()
                .repeating()
                .uni(this::nextOrWait)
                .whilst(ignored -> !finished)
                .onItem()
                .transformToMultiAndConcatenate(entries -> Multi.createFrom().iterable(entries));
    }

    /** What there is now; an empty list if there is nothing yet, the end if there will be nothing any more. */
    Uni<List<LogEntry>> next() {
        // Asked before the chunks are read: if the build was over then, what is read now is all there is.
        return builds.of(buildId)
                .chain(progress -> progress.isEmpty()
                        ? Uni.createFrom().item(end())
                        : lines(progress.get(), 0)
                                .map(lines -> lines.isEmpty() && isOver(progress.get()) ? end() : entries(lines)));
    }

    private Uni<List<LogEntry>> nextOrWait() {
        CompletableFuture<Void> signal = signals.next(buildId);
        return next().chain(entries -> entries.isEmpty()
                        ? Uni.createFrom()
                                .completionStage(signal)
                                .replaceWith(entries)
                                .ifNoItem()
                                .after(poll)
                                .recoverWithItem(entries)
                        : Uni.createFrom().item(entries))
                .onTermination()
                .invoke(() -> signals.forget(buildId, signal));
    }

    /** A restart begins another attempt: this one gets no more lines. */
    private boolean isOver(Progress progress) {
        return progress.ended() || progress.attempt() != cursor.attempt();
    }

    /** The next lines of the first job, by turns, that has any. */
    private Uni<List<LogLine>> lines(Progress progress, int asked) {
        int jobs = progress.jobs().size();
        if (asked == jobs) {
            return Uni.createFrom().item(List.of());
        }
        int index = (turn + asked) % jobs;
        Job job = progress.jobs().get(index);
        LogPlace from = cursor.place(job.number());
        return store.next(job.id(), cursor.attempt(), from, CHUNKS).chain(chunks -> {
            List<LogLine> lines = chunks.stream()
                    .flatMap(chunk -> chunk.linesFrom(from, job.number()).stream())
                    .toList();
            if (lines.isEmpty()) {
                return lines(progress, asked + 1);
            }
            turn = index + 1;
            return Uni.createFrom().item(lines);
        });
    }

    private List<LogEntry> entries(List<LogLine> lines) {
        List<LogEntry> entries = new ArrayList<>(lines.size());
        for (LogLine line : lines) {
            cursor = cursor.after(line);
            entries.add(new LogEntry.Line(cursor.id(), line));
        }
        return entries;
    }

    private List<LogEntry> end() {
        finished = true;
        cursor = cursor.atEnd();
        return List.of(new LogEntry.End(cursor.id()));
    }
}
