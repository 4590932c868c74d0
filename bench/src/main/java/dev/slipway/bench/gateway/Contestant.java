package dev.slipway.bench.gateway;

/** What is measured: a port that answers, and what stands behind it. */
interface Contestant {

    String name();

    int port();

    /** Whether it is as fast with its first request as with any other; a Java server is not. */
    default boolean isCompiledBefore() {
        return false;
    }

    /** What its own processes hold in memory now, without those that it only uses; 0 if it has none. */
    double residentMib();

    /** Processor time of everything that works for it, so far: also of what it uses, such as a database; 0 if it has none. */
    long cpuNanos();
}
