package dev.slipway.kit.error;

import dev.slipway.dialects.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * A failure that the caller is told of, in words that say what to mend. The core throws it without knowing of HTTP; each dialect renders
 * it in its own envelope.
 */
public class SlipwayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String message;
    private final @Nullable String field;

    public SlipwayException(ErrorCode code, String message) {
        this(code, message, null, null);
    }

    public SlipwayException(ErrorCode code, String message, @Nullable Throwable cause) {
        this(code, message, null, cause);
    }

    private SlipwayException(ErrorCode code, String message, @Nullable String field, @Nullable Throwable cause) {
        // Without a stack trace: it is an answer, not a defect, and may be frequent.
        super(message, cause, false, false);
        this.code = code;
        this.message = message;
        this.field = field;
    }

    public ErrorCode code() {
        return code;
    }

    /** The field of the request that is to be mended; null if it is not about one. */
    public @Nullable String field() {
        return field;
    }

    @Override
    public String getMessage() {
        return message;
    }

    /** Unknown, or somebody else's: the two are answered alike. */
    public static SlipwayException notFound(String what) {
        return new SlipwayException(ErrorCode.NOT_FOUND, "there is no such " + what);
    }

    public static SlipwayException invalid(String field, String whatToMend) {
        return new SlipwayException(ErrorCode.INVALID, field + ": " + whatToMend, field, null);
    }

    public static SlipwayException unprocessable(String message) {
        return new SlipwayException(ErrorCode.UNPROCESSABLE, message);
    }

    public static SlipwayException conflict(String message) {
        return new SlipwayException(ErrorCode.CONFLICT, message);
    }

    public static SlipwayException forbidden(String message) {
        return new SlipwayException(ErrorCode.FORBIDDEN, message);
    }

    public static SlipwayException unauthenticated(String message) {
        return new SlipwayException(ErrorCode.UNAUTHENTICATED, message);
    }

    public static SlipwayException tooLarge(String message) {
        return new SlipwayException(ErrorCode.TOO_LARGE, message);
    }

    public static SlipwayException unavailable(String message) {
        return new SlipwayException(ErrorCode.UNAVAILABLE, message);
    }
}
