package dev.slipway.build.dialect.nativeapi;

import dev.slipway.build.log.LogLine;
import java.util.Locale;

/**
 * A line of a build's log.
 *
 * @param job the job's number, from 1
 * @param step the step's position in its job, from 0
 * @param line its place in the step, from 0, gap-free
 * @param stream stdout or stderr
 * @param seconds since the step began
 */
record LogLineView(int job, int step, int line, String stream, int seconds, String text) {

    static LogLineView of(LogLine line) {
        return new LogLineView(
                line.job(),
                line.step(),
                line.number(),
                line.stream().name().toLowerCase(Locale.ROOT),
                line.seconds(),
                line.text());
    }
}
