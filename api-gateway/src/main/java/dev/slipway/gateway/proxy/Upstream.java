package dev.slipway.gateway.proxy;

import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Where a service is, and whether it was last found there. */
public final class Upstream {

    private static final Logger LOG = Logger.getLogger(Upstream.class);

    private final String service;
    private final String host;
    private final int port;
    private final AtomicBoolean away = new AtomicBoolean();

    Upstream(String service, URI address) {
        if (!"http".equals(address.getScheme()) || address.getHost() == null || address.getPort() < 0) {
            throw new IllegalArgumentException(
                    "slipway.gateway.upstreams." + service + " must look like http://host:port, not " + address);
        }
        this.service = service;
        this.host = address.getHost();
        this.port = address.getPort();
    }

    public String service() {
        return service;
    }

    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    /** Told once per absence, not once per request. */
    void isAway(Throwable why) {
        if (!away.getAndSet(true)) {
            LOG.warnf("%s at %s:%d does not answer: %s", service, host, port, why.getMessage());
        }
    }

    void isBack() {
        if (away.get() && away.getAndSet(false)) {
            LOG.infof("%s at %s:%d answers again", service, host, port);
        }
    }
}
