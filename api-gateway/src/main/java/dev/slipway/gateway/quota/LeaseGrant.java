package dev.slipway.gateway.quota;

/**
 * What PostgreSQL gave: units of one hour, which are void when it ends.
 *
 * @param units this lease; at least 0
 * @param granted units of the hour that all replicas have been given so far, with these
 * @param resetEpochSeconds the hour's end by PostgreSQL's clock, which names the hour
 * @param sureUntilNanos until then, by this process's {@link System#nanoTime()}, the hour is certainly not over
 * @param endNanos when it will be over if both clocks go alike
 */
record LeaseGrant(long units, long granted, long resetEpochSeconds, long sureUntilNanos, long endNanos) {

    /** Clocks that are being set right run at most 0.05 % too fast or too slow (NTP); two of them may differ by twice that. */
    private static final long DRIFT_FRACTION = 1_000;

    /**
     * @param sentNanos when the statement was sent: PostgreSQL read its clock later, so the hour ends later than this makes it, never earlier
     * @param leftNanos what was left of the hour when PostgreSQL read its clock; negative if it was over by then
     */
    static LeaseGrant of(long units, long granted, long resetEpochSeconds, long sentNanos, long leftNanos) {
        long drift = Math.max(0, leftNanos) / DRIFT_FRACTION;
        return new LeaseGrant(units, granted, resetEpochSeconds, sentNanos + leftNanos - drift, sentNanos + leftNanos);
    }
}
