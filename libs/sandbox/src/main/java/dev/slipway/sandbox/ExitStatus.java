package dev.slipway.sandbox;

/**
 * How a supervised command ended.
 *
 * @param code its own exit code, or 128 + the signal that ended it: 137 when it was killed
 * @param ending by whom
 */
public record ExitStatus(int code, Ending ending) {

    /** What ended a command. */
    public enum Ending {
        /** It ended by itself, or was killed by the kernel. */
        EXITED,
        /** {@link SupervisedProcess#terminate} was called before it ended. */
        TERMINATED,
        /** The supervisor heard nothing from this JVM for too long and killed it. */
        RUNNER_LOST,
        /** The sandbox could not be made, or the working directory is missing: the command never ran; stderr says why. */
        NOT_STARTED
    }
}
