package dev.slipway.webhook.delivery;

import org.jspecify.annotations.Nullable;

/** A delivery lacks what every attempt needs, so that no retry could mend it. The message is the reason, for a person. */
final class UndeliverableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    UndeliverableException(String reason, @Nullable Throwable cause) {
        super(reason, cause);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
