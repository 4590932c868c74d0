package dev.slipway.app.action;

/** Another worker has the action by now, or it is over. */
final class LeaseLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LeaseLostException(ActionClaim claim) {
        super("action " + claim.actionId() + " is no longer in the hands of epoch " + claim.epoch());
    }
}
