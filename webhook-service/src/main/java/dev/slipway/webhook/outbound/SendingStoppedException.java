package dev.slipway.webhook.outbound;

/** We stopped before the receiver had answered: nothing is known of the request, and the receiver is not to blame. */
public final class SendingStoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SendingStoppedException() {
        super("the service stopped before the receiver answered", null, false, false);
    }
}
