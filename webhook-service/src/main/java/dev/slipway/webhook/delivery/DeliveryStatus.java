package dev.slipway.webhook.delivery;

/** Where a delivery stands. */
public enum DeliveryStatus {
    /** Waits for its next attempt. */
    PENDING,
    /** An attempt is under way, under a lease. */
    DELIVERING,
    /** The receiver accepted it. */
    DELIVERED,
    /** Given up, with a reason. */
    DEAD,
    /** Kept back until somebody releases it. */
    HELD;

    public boolean isFinal() {
        return switch (this) {
            case PENDING, DELIVERING, HELD -> false;
            case DELIVERED, DEAD -> true;
        };
    }
}
