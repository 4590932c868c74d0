package dev.slipway.webhook.outbound.http;

import dev.slipway.kit.net.ForbiddenAddressException;
import dev.slipway.kit.net.OutboundAddresses;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Asks the machine's own resolver and checks every address that it gives. One that is not allowed is enough to refuse the name: an honest
 * name does not lead to a public and to a private address at once.
 */
@ApplicationScoped
public class CheckedAddresses implements ReceiverAddresses {

    /** The platform's resolver blocks; slow name servers may take these threads and no others. */
    private static final int LOOK_UP_THREADS = 16;

    private final OutboundAddresses allowed;
    private final WorkerExecutor lookUps;

    public CheckedAddresses(Vertx vertx, OutboundAddresses allowed) {
        this.allowed = allowed;
        this.lookUps = vertx.createSharedWorkerExecutor("webhook-look-ups", LOOK_UP_THREADS);
    }

    @Override
    public Future<List<InetAddress>> resolve(String host) {
        return lookUps.executeBlocking(() -> lookUp(host), false);
    }

    private List<InetAddress> lookUp(String host) throws UnreachableReceiver {
        try {
            List<InetAddress> found = List.of(InetAddress.getAllByName(host));
            for (InetAddress address : found) {
                allowed.check(address);
            }
            return found;
        } catch (UnknownHostException e) {
            throw new UnreachableReceiver("the name " + host + " cannot be resolved");
        } catch (ForbiddenAddressException e) {
            throw new UnreachableReceiver(String.valueOf(e.getMessage()));
        }
    }
}
