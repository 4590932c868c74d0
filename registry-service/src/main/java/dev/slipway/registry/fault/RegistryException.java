package dev.slipway.registry.fault;

import org.jspecify.annotations.Nullable;

/** A call that the registry does not serve, with why, in words that say what to mend. */
public final class RegistryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final RegistryFault fault;

    public RegistryException(RegistryFault fault, String message) {
        super(message);
        this.fault = fault;
    }

    public RegistryException(RegistryFault fault, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.fault = fault;
    }

    public RegistryFault fault() {
        return fault;
    }
}
