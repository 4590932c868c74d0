package dev.slipway.local;

/** Something that the user can mend; shown as one line, and the command ends with a non-zero code. */
public final class LaunchFailure extends RuntimeException {

    /** Stands before the line. */
    public static final String PREFIX = "slipway: ";

    private static final long serialVersionUID = 1L;

    public LaunchFailure(String message) {
        super(message);
    }

    public LaunchFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
