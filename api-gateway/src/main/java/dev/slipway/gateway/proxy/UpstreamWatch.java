package dev.slipway.gateway.proxy;

import dev.slipway.gateway.upstream.AddressRefresh;
import dev.slipway.gateway.upstream.ReadinessProbe;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Keeps what is known about the services' addresses fresh: looks names up, and asks every address whether it is ready. */
@ApplicationScoped
class UpstreamWatch {

    private static final Logger LOG = Logger.getLogger(UpstreamWatch.class);
    private static final Duration NAMES = Duration.ofSeconds(5);
    private static final Duration FIRST = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Upstreams upstreams;
    private final Duration probeInterval;
    private final HttpClient client;
    private final ReadinessProbe probe;
    private final List<Long> timers = new ArrayList<>();

    UpstreamWatch(
            Vertx vertx,
            Upstreams upstreams,
            @ConfigProperty(name = "slipway.gateway.upstream.probe-interval", defaultValue = "1S")
                    Duration probeInterval) {
        this.vertx = vertx;
        this.upstreams = upstreams;
        this.probeInterval = probeInterval;
        this.client = vertx.createHttpClient(new HttpClientOptions().setTracingPolicy(TracingPolicy.IGNORE));
        this.probe = new ReadinessProbe(client);
    }

    void start(@Observes StartupEvent event) {
        List<AddressRefresh> named =
                upstreams.refreshes().stream().filter(AddressRefresh::hasNames).toList();
        if (!named.isEmpty()) {
            awaitFirst(named);
            timers.add(vertx.setPeriodic(NAMES.toMillis(), tick -> named.forEach(AddressRefresh::refresh)));
        }
        timers.add(vertx.setPeriodic(
                probeInterval.toMillis(),
                tick -> upstreams.all().forEach(upstream -> probe.ask(upstream.addresses()))));
    }

    /** The first request should find addresses; names that nobody answers for are asked again later. */
    private static void awaitFirst(List<AddressRefresh> named) {
        List<Future<Void>> asked = named.stream().map(AddressRefresh::refresh).toList();
        try {
            Future.join(asked).toCompletionStage().toCompletableFuture().get(FIRST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warnf("The names of services are not looked up after %s; going on without", FIRST);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a refresh never fails", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        timers.forEach(vertx::cancelTimer);
        client.close();
    }
}
