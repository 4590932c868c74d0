package dev.slipway.build.log;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.UUID;

/** Reads the lines that are durable, in the order job, step, line. */
public interface LogReader {

    /** All lines of the build's present attempt, read chunk by chunk: a log of any size is never held whole in memory. */
    Multi<LogLine> build(UUID buildId);

    /** As {@link #build}, of one job. */
    Multi<LogLine> job(UUID buildId, int jobNumber);

    /**
     * The build's lines as they become durable.
     *
     * @param lastEventId the opaque id of the last entry that the reader has seen; null to begin at the first line
     * @return empty if the build is over and the reader has seen all of it (or if there is no such build); else its entries from there
     *     on, whose last one is an {@link LogEntry.End}
     * @throws dev.slipway.kit.error.SlipwayException INVALID for an id that is none of this build's
     */
    Uni<Optional<Multi<LogEntry>>> follow(UUID buildId, @org.jspecify.annotations.Nullable String lastEventId);
}
