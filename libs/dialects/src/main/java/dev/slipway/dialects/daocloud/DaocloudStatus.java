package dev.slipway.dialects.daocloud;

import dev.slipway.events.RunStatus;

/**
 * How DaoCloud calls the state of a build or a stage. Its REST API and its webhooks disagree about two words: REST writes
 * {@code Cancelled} with two l and knows {@code Timeout}; webhooks write {@code Canceled} and know no timeout, which is a
 * {@code Failure} there.
 */
public final class DaocloudStatus {

    private DaocloudStatus() {}

    /** The word of the REST API: Pending, Started, Success, Failure, Error, Cancelled or Timeout. */
    public static String rest(RunStatus status) {
        return switch (status) {
            case CANCELED -> "Cancelled";
            case TIMED_OUT -> "Timeout";
            case QUEUED, RUNNING, WAITING, PAUSED, SUCCEEDED, FAILED, ERRORED, SKIPPED, IGNORED -> common(status);
        };
    }

    /** The word of webhooks: Pending, Started, Success, Failure, Error or Canceled. */
    public static String webhook(RunStatus status) {
        return switch (status) {
            case CANCELED -> "Canceled";
            case TIMED_OUT -> "Failure";
            case QUEUED, RUNNING, WAITING, PAUSED, SUCCEEDED, FAILED, ERRORED, SKIPPED, IGNORED -> common(status);
        };
    }

    private static String common(RunStatus status) {
        return switch (status) {
            case QUEUED -> "Pending";
            case RUNNING, WAITING, PAUSED -> "Started";
            case SUCCEEDED, SKIPPED, IGNORED -> "Success";
            case FAILED -> "Failure";
            case ERRORED -> "Error";
            case CANCELED, TIMED_OUT -> throw new IllegalArgumentException(status + " has no common word");
        };
    }
}
