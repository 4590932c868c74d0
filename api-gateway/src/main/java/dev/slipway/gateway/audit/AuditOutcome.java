package dev.slipway.gateway.audit;

import dev.slipway.dialects.ErrorCode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a call ended, in words that mean the same in every dialect. */
public enum AuditOutcome {
    /** It was done. */
    SUCCEEDED,
    /** The caller was not known, was not allowed, or had used up its quota. */
    DENIED,
    /** The caller's mistake: nothing was changed. */
    REJECTED,
    /** Ours: what was done is not known. */
    FAILED,
    /** The answer broke off, or the caller left: what was done is not known. */
    BROKEN;

    private static final int FIRST_CLIENT_ERROR = 400;
    private static final int FIRST_SERVER_ERROR = 500;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The name in rows and answers. */
    public String word() {
        return word;
    }

    /**
     * By what the gateway itself said, since a dialect may say it with any status; else by the service's status.
     *
     * @param refusal null where the answer is the service's
     */
    static AuditOutcome of(int status, @Nullable ErrorCode refusal) {
        return refusal == null ? ofStatus(status) : ofRefusal(refusal);
    }

    private static AuditOutcome ofRefusal(ErrorCode refusal) {
        return switch (refusal) {
            case UNAUTHENTICATED, FORBIDDEN, QUOTA_EXCEEDED -> DENIED;
            case INVALID, NOT_FOUND, METHOD_NOT_ALLOWED, NOT_JSON, CONFLICT, TOO_LARGE, UNPROCESSABLE -> REJECTED;
            case INTERNAL, UNAVAILABLE, TIMED_OUT -> FAILED;
        };
    }

    private static AuditOutcome ofStatus(int status) {
        if (status < FIRST_CLIENT_ERROR) {
            return SUCCEEDED;
        }
        if (status >= FIRST_SERVER_ERROR) {
            return FAILED;
        }
        return switch (status) {
            case 401, 403, 429 -> DENIED;
            default -> REJECTED;
        };
    }
}
