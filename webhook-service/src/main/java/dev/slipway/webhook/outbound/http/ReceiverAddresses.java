package dev.slipway.webhook.outbound.http;

import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.List;

/** Where a host name leads, and whether we may go there. */
interface ReceiverAddresses {

    /**
     * Fails with an {@link UnreachableReceiver} if the name has no address, or any that is not allowed.
     *
     * @param host a name, or a literal address without brackets
     */
    Future<List<InetAddress>> resolve(String host);
}
