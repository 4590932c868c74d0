package dev.slipway.app.runtime;

/** No app can run on this machine; the message says why and what to do. */
public final class RuntimeUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RuntimeUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
