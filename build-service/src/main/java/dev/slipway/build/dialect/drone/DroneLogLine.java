package dev.slipway.build.dialect.drone;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.build.log.LogLine;

/**
 * A line of a log as Drone 0.5 shows it: only {@code pos} is always there.
 *
 * @param proc the step's name
 * @param time seconds since the step began
 * @param type 0 stdout, 1 stderr
 */
record DroneLogLine(
        @JsonProperty("proc") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        String proc,

        @JsonProperty("time") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        long time,

        @JsonProperty("type") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        int type,

        @JsonProperty("pos") int pos,

        @JsonProperty("out") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        String out) {

    static DroneLogLine of(String proc, LogLine line) {
        return new DroneLogLine(proc, line.seconds(), type(line.stream()), line.number(), line.text());
    }

    private static int type(LogLine.Stream stream) {
        return switch (stream) {
            case STDOUT -> 0;
            case STDERR -> 1;
        };
    }
}
