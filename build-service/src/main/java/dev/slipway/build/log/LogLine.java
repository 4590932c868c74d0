package dev.slipway.build.log;

/**
 * One line that a step printed.
 *
 * @param job the job's number, 1 to n
 * @param step the step's position, from 0; Drone's {@code proc} is the name of that step
 * @param number the line's place within its step, from 0, gap-free; Drone's {@code pos}
 * @param seconds whole seconds since the step began; Drone's {@code time}
 * @param text without its line ending; valid Unicode without NUL
 */
public record LogLine(int job, int step, int number, Stream stream, int seconds, String text) {

    /** Where it was printed. */
    public enum Stream {
        STDOUT,
        STDERR
    }
}
