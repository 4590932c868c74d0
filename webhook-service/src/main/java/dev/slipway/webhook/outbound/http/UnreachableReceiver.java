package dev.slipway.webhook.outbound.http;

/** A request could not be sent; the message says why, for the owner of the endpoint. */
final class UnreachableReceiver extends Exception {

    private static final long serialVersionUID = 1L;

    UnreachableReceiver(String message) {
        super(message);
    }
}
