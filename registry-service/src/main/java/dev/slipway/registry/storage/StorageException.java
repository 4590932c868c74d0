package dev.slipway.registry.storage;

import java.io.IOException;

/** The store's files could not be read or written: the operator's problem, not the caller's. */
public final class StorageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The failure is told in words, not as a cause: an {@link IOException} in a chain of causes is taken for a database that is away. */
    StorageException(IOException failure) {
        super(failure.toString());
        setStackTrace(failure.getStackTrace());
    }
}
