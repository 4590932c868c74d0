package dev.slipway.build.source;

/** Why source could not be had. The message is for the person who asked for the build: no paths of this machine, no secrets. */
public final class SourceException extends RuntimeException {

    /** What was wrong. */
    public enum Kind {
        /** The URL or the ref is written in a way that is never fetched. */
        INVALID,
        /** The repository answered, and has no such branch, tag or commit. */
        UNKNOWN_REF,
        /** The repository could not be reached or read. */
        CANNOT_CLONE,
        TIMED_OUT
    }

    private final Kind kind;

    public SourceException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
