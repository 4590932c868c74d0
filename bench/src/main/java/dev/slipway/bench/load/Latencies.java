package dev.slipway.bench.load;

import java.util.Arrays;
import java.util.Locale;

/** Every single latency of a run, so that percentiles are exact. Any thread may add. */
public final class Latencies {

    private static final double NANOS_PER_MILLI = 1e6;
    private static final int INITIAL_CAPACITY = 65_536;

    private long[] nanos = new long[INITIAL_CAPACITY];
    private int count;

    public synchronized void add(long latencyNanos) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = latencyNanos;
    }

    public synchronized int count() {
        return count;
    }

    /** @param percentile above 0, up to 100; the smallest latency that so many of all do not exceed; 0 without any */
    public synchronized double millisAt(double percentile) {
        if (count == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(percentile / 100 * count);
        return sorted[Math.max(0, rank - 1)] / NANOS_PER_MILLI;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "p50 %.1f ms, p99 %.1f ms, max %.1f ms of %d",
                millisAt(50),
                millisAt(99),
                millisAt(100),
                count());
    }
}
