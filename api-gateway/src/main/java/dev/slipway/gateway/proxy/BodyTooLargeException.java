package dev.slipway.gateway.proxy;

/** A body that did not say its length has passed its bound. */
final class BodyTooLargeException extends Exception {

    private static final long serialVersionUID = 1L;

    private final long maxBytes;

    BodyTooLargeException(long maxBytes) {
        super("the body exceeds " + maxBytes + " bytes", null, false, false);
        this.maxBytes = maxBytes;
    }

    String whatToMend() {
        return "the body exceeds " + maxBytes + " bytes";
    }
}
