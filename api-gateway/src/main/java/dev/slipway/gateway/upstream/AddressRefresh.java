package dev.slipway.gateway.upstream;

import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Turns what an operator configured for a service into addresses, again and again: names are looked up each time, so that replicas behind
 * a name may come and go. A name that cannot be looked up keeps what it had.
 */
public final class AddressRefresh {

    private static final Logger LOG = Logger.getLogger(AddressRefresh.class);

    private final List<ConfiguredAddress> configured;
    private final NameLookup lookup;
    private final AddressPool pool;
    private final List<Set<SocketAddress>> found;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private volatile boolean unknown;

    public AddressRefresh(List<ConfiguredAddress> configured, NameLookup lookup, AddressPool pool) {
        this.configured = configured;
        this.lookup = lookup;
        this.pool = pool;
        this.found = new ArrayList<>(configured.size());
        configured.forEach(address -> found.add(literal(address)));
        publish();
    }

    /** Whether anything has to be looked up at all. */
    public boolean hasNames() {
        return configured.stream().anyMatch(address -> !isLiteral(address.host()));
    }

    /** One round of questions; a round that is under way is not begun again. Never fails. */
    public Future<Void> refresh() {
        if (!underWay.compareAndSet(false, true)) {
            return Future.succeededFuture();
        }
        List<Future<?>> asked = new ArrayList<>();
        for (int i = 0; i < configured.size(); i++) {
            if (!isLiteral(configured.get(i).host())) {
                asked.add(refresh(i));
            }
        }
        return Future.join(asked).<Void>mapEmpty().otherwiseEmpty().onComplete(done -> {
            publish();
            underWay.set(false);
        });
    }

    private Future<Void> refresh(int index) {
        ConfiguredAddress address = configured.get(index);
        return lookup.all(address.host())
                .onSuccess(known -> {
                    if (!known.isEmpty()) {
                        remember(index, known);
                        unknown = false;
                    }
                })
                .onFailure(why -> {
                    if (!unknown) {
                        unknown = true;
                        LOG.warnf("%s cannot be looked up: %s", address.host(), why.getMessage());
                    }
                })
                .mapEmpty();
    }

    private synchronized void remember(int index, List<InetAddress> known) {
        Set<SocketAddress> sockets = new LinkedHashSet<>();
        for (InetAddress one : known) {
            sockets.add(SocketAddress.inetSocketAddress(configured.get(index).port(), NetUtil.toAddressString(one)));
        }
        found.set(index, sockets);
    }

    private synchronized void publish() {
        Set<SocketAddress> all = new LinkedHashSet<>();
        found.forEach(all::addAll);
        pool.use(all);
    }

    private static Set<SocketAddress> literal(ConfiguredAddress address) {
        return isLiteral(address.host())
                ? Set.of(SocketAddress.inetSocketAddress(address.port(), address.host()))
                : Set.of();
    }

    private static boolean isLiteral(String host) {
        return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
    }
}
