package dev.slipway.build.runner;

import dev.slipway.events.BuildSnapshot;
import dev.slipway.events.GitRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a runner needs to know to run one job, so that it has to ask for nothing else. Kept as JSON in the job's row of the
 * {@link JobQueue} until the job is final.
 *
 * @param jobId unique over all builds; the same after a restart in place
 * @param jobNumber 1 to n within the build
 * @param attempt the build's attempt that this order belongs to; the logs of attempts are kept apart
 * @param buildNumber the number that people see, gap-free per flow
 * @param repository {@code owner/name}
 * @param sourceUrl where to clone from, without credentials
 * @param definitionPath the file that defines the build, relative to the repository's root; null to look for the usual ones
 * @param ref what to build; its sha may be null, and then what the name stands for at the time of the clone is built
 * @param event what caused the build
 * @param parameters set as environment variables of every step; a step's own {@code environment} does not override them
 * @param timeLimit from the claim to the end of the last step; beyond it the job ends {@code TIMED_OUT}
 * @param createdAt when the build was accepted
 * @param traceparent the trace that the build belongs to; its status events carry it on
 */
public record JobOrder(
        UUID jobId,
        int jobNumber,
        int attempt,
        UUID buildId,
        long buildNumber,
        UUID flowId,
        String repository,
        boolean privateRepository,
        String sourceUrl,
        String defaultBranch,
        @Nullable String definitionPath,
        GitRef ref,
        BuildSnapshot.Trigger.Event event,
        Map<String, String> parameters,
        Duration timeLimit,
        Instant createdAt,
        @Nullable String traceparent) {

    public JobOrder {
        parameters = Map.copyOf(parameters);
    }
}
