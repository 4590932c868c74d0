package dev.slipway.gateway.proxy;

/** A service has not begun its answer in time. */
final class AnswerLimitException extends Exception {

    private static final long serialVersionUID = 1L;

    AnswerLimitException(int seconds) {
        super("no answer within " + seconds + " seconds", null, false, false);
    }
}
