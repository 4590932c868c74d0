package dev.slipway.bench.gateway;

import dev.slipway.bench.load.LoadFigures;

/**
 * One run against one contestant.
 *
 * @param cpuMicros processor time of the contestant per request
 * @param residentMib of the contestant at its end
 * @param othersShare of the processors that went to what is not part of the measurement, 0 to 1
 */
record Measurement(LoadFigures load, double cpuMicros, double residentMib, double othersShare) {

    private static final double QUIET_SHARE = 0.1;

    /** Whether the machine was there for this alone, but for a little. */
    boolean isQuiet() {
        return othersShare <= QUIET_SHARE;
    }
}
