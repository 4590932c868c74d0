package dev.slipway.gateway.quota;

/**
 * How many units of a subject's hour one replica leases ahead of its calls. Few enough that all replicas together never hold more than a hundredth
 * of the limit unused, so that a caller whose calls all go to one replica is let through at least 99 of 100 of them.
 */
final class LeaseSize {

    /** The last units of an hour are only handed out to calls that wait for them, however much a replica would like to hold. */
    private static final int KEPT_PER_REPLICA = 20;

    private static final int HELD_FRACTION_OF_LIMIT = 100;

    /** Enough for 40,000 calls per second of one subject while the next lease takes 50 ms. */
    private static final long MOST = 2_000;

    private static final long FIRST = 2;

    private LeaseSize() {}

    /** The most units that one of {@code replicas} may hold unused, which is also the most that are lost with it when it is killed. */
    static long most(long limit, int replicas) {
        return Math.min(MOST, limit / ((long) HELD_FRACTION_OF_LIMIT * replicas));
    }

    /** How many units all replicas leave for calls that wait. */
    static long kept(int replicas) {
        return (long) KEPT_PER_REPLICA * replicas;
    }

    /**
     * What to hold after a lease of {@code current} ahead has not lasted: twice as much. A subject that calls once costs one unit, one that calls all the
     * time reaches the most within ten leases.
     */
    static long next(long current, long most) {
        return Math.min(most, Math.max(FIRST, 2 * current));
    }
}
