package dev.slipway.kit.net;

import java.io.IOException;

/** A user's URL leads to an address that this installation does not let users reach. */
public class ForbiddenAddressException extends IOException {

    private static final long serialVersionUID = 1L;

    public ForbiddenAddressException(String message) {
        super(message);
    }
}
