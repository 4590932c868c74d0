package dev.slipway.sandbox;

/** This machine offers no sandbox, and running without one was not allowed. The message says why each rung failed and what to do. */
public final class SandboxUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient SandboxReport report;

    public SandboxUnavailableException(SandboxReport report) {
        super(
                "No sandbox works on this machine: " + report.summary()
                        + ". Install bubblewrap or allow user namespaces; or, where every command is trusted, allow running without a sandbox.");
        this.report = report;
    }

    public SandboxReport report() {
        return report;
    }
}
