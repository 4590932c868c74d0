package dev.slipway.gateway.upstream;

import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.List;

/** Finds all addresses that a name stands for. */
public interface NameLookup {

    /** Fails when the name is unknown or nobody could be asked; may complete on any thread. */
    Future<List<InetAddress>> all(String host);
}
