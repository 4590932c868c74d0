package dev.slipway.gateway.proxy;

import dev.slipway.kit.health.Draining;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.Readiness;

/**
 * Hands a request to its service and the answer back, both as streams: nothing is held but what is on its way, and a slow reader slows
 * the writer. An answer that breaks off is broken off towards the client too; a client that leaves ends the request behind it.
 */
@ApplicationScoped
public class Forwarder {

    private final ForwardingRules rules;
    private final Draining draining;
    private final Queue<Lane> lanes = new ConcurrentLinkedQueue<>();
    private final ThreadLocal<Lane> lane;

    /** @param maxConnections to each address of a service, from all event loops together */
    public Forwarder(
            Vertx vertx,
            ForwardingRules rules,
            @Readiness Draining draining,
            @ConfigProperty(name = "slipway.gateway.upstream.max-connections", defaultValue = "4096")
                    int maxConnections) {
        this.rules = rules;
        this.draining = draining;
        int loops = Math.max(1, eventLoops(vertx));
        int perLoop = Math.max(1, (maxConnections + loops - 1) / loops);
        this.lane = ThreadLocal.withInitial(() -> {
            Lane made = new Lane(vertx, perLoop, draining::isDraining);
            lanes.add(made);
            return made;
        });
    }

    void start(@Observes StartupEvent event) {
        // What has no end of its own is ended: its reader asks again where it stopped, at another gateway.
        draining.onDraining(() -> lanes.forEach(Lane::endStreams));
    }

    @PreDestroy
    void close() {
        lanes.forEach(Lane::close);
    }

    /** To be called on the request's own event loop, with the request paused. */
    public void forward(Call call) {
        if (WebsocketTunnel.isHandshake(call.exchange().request())) {
            new WebsocketTunnel(lane.get(), rules, call).open();
        } else {
            new Forwarding(lane.get(), rules, call).begin();
        }
    }

    private static int eventLoops(Vertx vertx) {
        int loops = 0;
        for (var ignored : vertx.nettyEventLoopGroup()) {
            loops++;
        }
        return loops;
    }
}
