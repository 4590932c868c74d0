package dev.slipway.gateway.proxy;

import dev.slipway.gateway.upstream.AddressPool;

/** A service, and where it is. */
public final class Upstream {

    private final String service;
    private final AddressPool addresses;

    Upstream(String service, AddressPool addresses) {
        this.service = service;
        this.addresses = addresses;
    }

    public String service() {
        return service;
    }

    AddressPool addresses() {
        return addresses;
    }
}
