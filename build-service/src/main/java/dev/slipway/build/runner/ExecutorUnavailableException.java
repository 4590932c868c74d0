package dev.slipway.build.runner;

/** No step can run on this machine. The message says why and what its operator can do. */
public final class ExecutorUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ExecutorUnavailableException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
