package dev.slipway.build.log;

import dev.slipway.build.log.BuildProgress.Job;
import dev.slipway.build.log.BuildProgress.Progress;
import dev.slipway.build.log.LogStore.StoredChunk;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Reads logs from the database. */
@ApplicationScoped
class StoredLogReader implements LogReader {

    private static final int CHUNKS = 16;

    private final BuildProgress builds;
    private final LogStore store;
    private final LogSignals signals;
    private final Duration poll;

    /** @param poll how long a follower waits at most before it looks again, should a signal be lost */
    StoredLogReader(
            BuildProgress builds,
            LogStore store,
            LogSignals signals,
            @ConfigProperty(name = "slipway.build.log.poll", defaultValue = "1s") Duration poll) {
        this.builds = builds;
        this.store = store;
        this.signals = signals;
        this.poll = poll;
    }

    @Override
    public Multi<LogLine> build(UUID buildId) {
        return read(buildId, job -> true);
    }

    @Override
    public Multi<LogLine> job(UUID buildId, int jobNumber) {
        return read(buildId, job -> job.number() == jobNumber);
    }

    @Override
    public Uni<Optional<Multi<LogEntry>>> follow(UUID buildId, @Nullable String lastEventId) {
        return builds.of(buildId).chain(progress -> {
            if (progress.isEmpty()) {
                return Uni.createFrom().item(Optional.empty());
            }
            return lastEventId == null
                    ? Uni.createFrom()
                            .item(Optional.of(follower(
                                            buildId,
                                            LogCursor.start(progress.get().attempt()))
                                    .entries()))
                    : goOn(buildId, LogCursor.parse(lastEventId));
        });
    }

    /** To one who has seen everything, the end is not said again. */
    private Uni<Optional<Multi<LogEntry>>> goOn(UUID buildId, LogCursor seen) {
        if (seen.ended()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return follower(buildId, seen)
                .next()
                .map(entries -> isEnd(entries)
                        ? Optional.empty()
                        : Optional.of(follower(buildId, seen).entries()));
    }

    private static boolean isEnd(List<LogEntry> entries) {
        return !entries.isEmpty() && entries.get(0) instanceof LogEntry.End;
    }

    private LogFollower follower(UUID buildId, LogCursor from) {
        return new LogFollower(buildId, from, builds, store, signals, poll);
    }

    private Multi<LogLine> read(UUID buildId, Predicate<Job> wanted) {
        return builds.of(buildId)
                .onItem()
                .transformToMulti(progress -> progress.map(found -> read(found, wanted))
                        .orElse(Multi.createFrom().empty()));
    }

    private Multi<LogLine> read(Progress progress, Predicate<Job> wanted) {
        return Multi.createFrom()
                .iterable(progress.jobs().stream().filter(wanted).toList())
                .onItem()
                .transformToMultiAndConcatenate(job -> new JobReading(job, progress.attempt()).lines());
    }

    /** One pass through the log of one job. */
    private final class JobReading {

        private final Job job;
        private final int attempt;
        private LogPlace place = LogPlace.START;

        JobReading(Job job, int attempt) {
            this.job = job;
            this.attempt = attempt;
        }

        Multi<LogLine> lines() {
            return Multi.createBy()
                    .repeating()
                    .uni(() -> store.next(job.id(), attempt, place, CHUNKS).map(this::lines))
                    .until(List::isEmpty)
                    .onItem()
                    .transformToMultiAndConcatenate(lines -> Multi.createFrom().iterable(lines));
        }

        private List<LogLine> lines(List<StoredChunk> chunks) {
            List<LogLine> lines = chunks.stream()
                    .flatMap(chunk -> chunk.linesFrom(place, job.number()).stream())
                    .toList();
            if (!lines.isEmpty()) {
                place = LogPlace.after(lines.get(lines.size() - 1));
            }
            return lines;
        }
    }
}
