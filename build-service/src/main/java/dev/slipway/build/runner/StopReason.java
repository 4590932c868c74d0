package dev.slipway.build.runner;

/** Why a running job is ended before its time. */
enum StopReason {
    CANCELED,
    TIMED_OUT,
    /** Another may run it, or nobody wants it: what runs is killed, and nothing is reported. */
    LEASE_LOST,
    /** The process ends in good order. */
    RUNNER_STOPS
}
