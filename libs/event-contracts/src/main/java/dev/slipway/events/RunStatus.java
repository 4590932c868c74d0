package dev.slipway.events;

/**
 * The state of anything that runs: a build, a stage, a job, a step, a pipeline run.
 *
 * <p>The last seven are final. The only way out of a final state is a restart, which raises the attempt.
 */
public enum RunStatus {
    QUEUED,
    RUNNING,
    /** Waits for a person's approval. */
    WAITING,
    PAUSED,
    SUCCEEDED,
    /** What was run said no: a step's exit code was not 0. */
    FAILED,
    /** It could not be run as asked: a definition that does not parse, a repository that cannot be cloned, a runner that was lost. */
    ERRORED,
    CANCELED,
    TIMED_OUT,
    SKIPPED,
    /** Failed, but its failure does not count. */
    IGNORED;

    public boolean isFinal() {
        return switch (this) {
            case QUEUED, RUNNING, WAITING, PAUSED -> false;
            case SUCCEEDED, FAILED, ERRORED, CANCELED, TIMED_OUT, SKIPPED, IGNORED -> true;
        };
    }
}
