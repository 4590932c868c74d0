package dev.slipway.build.log;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a reader of logs has to know of a build. Implemented by the {@code build} package. */
public interface BuildProgress {

    Uni<Optional<Progress>> of(UUID buildId);

    /**
     * @param attempt the build's attempt now
     * @param ended whether the build is final: nothing is appended to its logs any more
     * @param jobs in the order of their numbers
     */
    record Progress(int attempt, boolean ended, List<Job> jobs) {

        public Progress {
            jobs = List.copyOf(jobs);
        }
    }

    record Job(UUID id, int number) {}
}
