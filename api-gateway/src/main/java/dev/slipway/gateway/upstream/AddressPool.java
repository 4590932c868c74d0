package dev.slipway.gateway.upstream;

import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of one service, and the choice among them: the one with the fewest requests under way of those that are ready; where none is
 * ready, of all. An address whose breaker is open is passed over until its trial is due. Equals are taken at random.
 */
public final class AddressPool {

    private final String service;
    private final LongSupplier nanoTime;
    private volatile UpstreamAddress[] addresses = {};

    public AddressPool(String service) {
        this(service, System::nanoTime);
    }

    AddressPool(String service, LongSupplier nanoTime) {
        this.service = service;
        this.nanoTime = nanoTime;
    }

    /** Replaces the addresses; what is known about those that stay is kept, and requests on those that go end undisturbed. */
    public synchronized void use(Set<SocketAddress> sockets) {
        List<UpstreamAddress> next = new ArrayList<>(sockets.size());
        for (SocketAddress socket : sockets) {
            next.add(known(socket));
        }
        addresses = next.toArray(UpstreamAddress[]::new);
    }

    private UpstreamAddress known(SocketAddress socket) {
        for (UpstreamAddress address : addresses) {
            if (address.socket().equals(socket)) {
                return address;
            }
        }
        return new UpstreamAddress(service, socket, nanoTime);
    }

    public List<UpstreamAddress> all() {
        return List.of(addresses);
    }

    /** All of them, the ready ones first: for questions of the gateway's own, which must not use up the trial of a breaker that a request waits for. */
    public List<UpstreamAddress> readyFirst() {
        return Stream.of(addresses)
                .sorted(Comparator.comparing(address -> !address.isReady()))
                .toList();
    }

    /**
     * Takes a place at the best address that has not been tried; it must be given back by {@link UpstreamAddress#release}.
     *
     * @return null if there is none, or none may be tried at the moment
     */
    public @Nullable UpstreamAddress acquire(List<UpstreamAddress> tried) {
        UpstreamAddress[] all = addresses;
        // A trial that another thread took first is the only reason for another look.
        for (int look = 0; look < all.length; look++) {
            UpstreamAddress best = best(all, tried);
            if (best == null || best.acquire()) {
                return best;
            }
        }
        return null;
    }

    private static @Nullable UpstreamAddress best(UpstreamAddress[] all, List<UpstreamAddress> tried) {
        int first = all.length > 1 ? ThreadLocalRandom.current().nextInt(all.length) : 0;
        UpstreamAddress best = null;
        boolean bestReady = false;
        int bestUnderWay = 0;
        for (int i = 0; i < all.length; i++) {
            UpstreamAddress address = all[(first + i) % all.length];
            if (!address.wouldPass() || tried.contains(address)) {
                continue;
            }
            boolean ready = address.isReady();
            int underWay = address.underWay();
            boolean better = best == null || (ready == bestReady ? underWay < bestUnderWay : ready);
            if (better) {
                best = address;
                bestReady = ready;
                bestUnderWay = underWay;
            }
        }
        return best;
    }

    /** How many requests are under way at all addresses together. */
    public int underWay() {
        int sum = 0;
        for (UpstreamAddress address : addresses) {
            sum += address.underWay();
        }
        return sum;
    }

    /** How many addresses would take a request now, and say that they are ready. */
    public int usable() {
        int usable = 0;
        for (UpstreamAddress address : addresses) {
            if (address.isReady() && !address.isOpen()) {
                usable++;
            }
        }
        return usable;
    }

    public int size() {
        return addresses.length;
    }
}
