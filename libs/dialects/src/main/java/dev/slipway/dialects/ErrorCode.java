package dev.slipway.dialects;

import java.util.Locale;

/** Why a request failed, in the core's words. Each dialect says it in its own way: see {@link ErrorEnvelopes}. */
public enum ErrorCode {
    /** The request is well-formed but wrong: a field is missing, unknown or out of its range. */
    INVALID(400, "Bad Request"),
    /** No credential, or one that is unknown, expired or revoked. */
    UNAUTHENTICATED(401, "Unauthorized"),
    /** The caller is known and may see the object, but not do this. */
    FORBIDDEN(403, "Forbidden"),
    /** Unknown, or somebody else's: the answer is the same. */
    NOT_FOUND(404, "Not Found"),
    /** The path is known, the method is not. */
    METHOD_NOT_ALLOWED(405, "Method Not Allowed"),
    /** A body that had to be JSON is not. */
    NOT_JSON(406, "Not Acceptable"),
    /** The object's state forbids it now. */
    CONFLICT(409, "Conflict"),
    /** The body or a field exceeds its bound. */
    TOO_LARGE(413, "Content Too Large"),
    /** Understood, but it cannot be done as asked: an unknown branch, an idempotency key used for another body. */
    UNPROCESSABLE(422, "Unprocessable Content"),
    /** The quota of the hour is used up. */
    QUOTA_EXCEEDED(429, "Too Many Requests"),
    /** Our own mistake. */
    INTERNAL(500, "Internal Server Error"),
    /** Something that we need is away; the same request may work later. */
    UNAVAILABLE(503, "Service Unavailable"),
    /** A service took the request and has not answered in time: it may still do what was asked. */
    TIMED_OUT(504, "Gateway Timeout");

    private final int httpStatus;
    private final String title;
    private final String code = name().toLowerCase(Locale.ROOT);

    ErrorCode(int httpStatus, String title) {
        this.httpStatus = httpStatus;
        this.title = title;
    }

    /** The status of the native API; a dialect may differ ({@link ErrorEnvelopes#httpStatus}). */
    public int httpStatus() {
        return httpStatus;
    }

    /** The stable name in native answers, logs and metrics: {@code not_found}. */
    public String code() {
        return code;
    }

    /** The reason phrase of the status (RFC 9110), which is what RFC 9457 wants as the title of an {@code about:blank} problem. */
    public String title() {
        return title;
    }

    /**
     * The code that stands for a bare HTTP status, for failures that a framework found. An unlisted 4xx is {@link #INVALID}, anything
     * else {@link #INTERNAL}.
     */
    public static ErrorCode ofStatus(int httpStatus) {
        for (ErrorCode code : values()) {
            if (code.httpStatus == httpStatus) {
                return code;
            }
        }
        return httpStatus >= 400 && httpStatus < 500 ? INVALID : INTERNAL;
    }
}
