package dev.slipway.gateway.door;

import dev.slipway.dialects.ApiClass;
import dev.slipway.dialects.Dialect;
import dev.slipway.dialects.Route;
import dev.slipway.gateway.credential.CredentialHolder;
import dev.slipway.gateway.credential.RevocationWatch;
import dev.slipway.gateway.exchange.Exchange;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Ends what goes on and on when the credential that it was asked for with is good no more: followed logs, transfers of images, websockets. Whoever still has the right asks
 * again.
 */
@ApplicationScoped
class OpenStreams implements RevocationWatch.Listener {

    private static final Logger LOG = Logger.getLogger(OpenStreams.class);

    private final RevocationWatch watch;
    private final Authenticator authenticator;
    private final Map<Exchange, CredentialHolder> open = new ConcurrentHashMap<>();

    OpenStreams(RevocationWatch watch, Authenticator authenticator) {
        this.watch = watch;
        this.authenticator = authenticator;
    }

    void listen(@Observes StartupEvent event) {
        watch.add(this);
    }

    /** Watches over a request until it is over, if it may take long. */
    void watch(Exchange exchange, Route route, CredentialHolder holder) {
        if (mayTakeLong(exchange, route)) {
            open.put(exchange, holder);
            exchange.onOver(over -> open.remove(exchange));
        }
    }

    @Override
    public void credentialChanged(String credentialId) {
        end(holder -> holder.credentialId().equals(credentialId));
    }

    @Override
    public void principalChanged(String login) {
        end(holder -> holder.login().equals(login));
    }

    /** What was not heard of is asked. */
    @Override
    public void everythingChanged() {
        open.keySet()
                .forEach(exchange -> authenticator
                        .authenticate(exchange)
                        .subscribe()
                        .with(
                                who -> {
                                    if (!(who instanceof Authentication.Known)) {
                                        end(exchange);
                                    }
                                },
                                failure -> LOG.debugf(
                                        "request %s goes on, its credential cannot be verified now: %s",
                                        exchange.requestId(), failure)));
    }

    private void end(Predicate<CredentialHolder> whose) {
        open.forEach((exchange, holder) -> {
            if (whose.test(holder)) {
                end(exchange);
            }
        });
    }

    private static void end(Exchange exchange) {
        exchange.executor().execute(() -> {
            LOG.debugf("request %s is ended: its credential was changed", exchange.requestId());
            if (exchange.request().version() == HttpVersion.HTTP_2) {
                exchange.response().reset();
            } else {
                exchange.request().connection().close();
            }
        });
    }

    private static boolean mayTakeLong(Exchange exchange, Route route) {
        return route.apiClass() == ApiClass.LOG
                || route.dialect() == Dialect.OCI
                || exchange.request().headers().contains(HttpHeaders.UPGRADE)
                || exchange.request().headers().contains(HttpHeaders.ACCEPT, "text/event-stream", true);
    }
}
