package dev.slipway.local;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients behind a load balancer that goes by readiness, as every one does: five times a second it asks each gateway whether it is ready, and leaves those that are
 * not. A request is made once; whatever is not 200 has failed.
 */
final class BalancedLoad implements AutoCloseable {

    private static final long ASK_EVERY_MILLIS = 200;

    private final List<PackagedService> gateways;
    private final List<String> paths;
    private final String authorization;
    private final ScheduledExecutorService asking = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService clients;
    private final AtomicInteger answered = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile List<PackagedService> ready;
    private volatile boolean over;

    /** @param seed of which gateway and which path are asked next */
    BalancedLoad(List<PackagedService> gateways, List<String> paths, String authorization, int threads, long seed) {
        this.gateways = gateways;
        this.paths = paths;
        this.authorization = authorization;
        this.ready = gateways;
        this.clients = Executors.newFixedThreadPool(threads);
        asking.scheduleWithFixedDelay(this::askAll, 0, ASK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        for (int i = 0; i < threads; i++) {
            Random random = new Random(seed + i);
            clients.execute(() -> new Client(random).askOnAndOn());
        }
    }

    /** Requests that were made, also those that failed. */
    int answered() {
        return answered.get();
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    boolean usesAll() {
        return ready.size() == gateways.size();
    }

    private void askAll() {
        List<PackagedService> now = new ArrayList<>();
        for (PackagedService gateway : gateways) {
            try {
                if (gateway.isReady()) {
                    now.add(gateway);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        ready = now;
    }

    /** One after another, on connections of its own. */
    private final class Client {

        private final Random random;
        private final Map<PackagedService, PlainConnection> connections = new HashMap<>();

        private Client(Random random) {
            this.random = random;
        }

        private void askOnAndOn() {
            while (!over) {
                List<PackagedService> choice = ready;
                if (choice.isEmpty()) {
                    failures.add("no gateway is ready");
                    break;
                }
                leaveAllBut(choice);
                PackagedService gateway = choice.get(random.nextInt(choice.size()));
                String path = paths.get(random.nextInt(paths.size()));
                try {
                    ask(gateway, path);
                } catch (IOException e) {
                    failures.add(gateway.address() + path + ": " + e);
                    leave(gateway);
                }
                answered.incrementAndGet();
            }
            leaveAllBut(List.of());
        }

        private void ask(PackagedService gateway, String path) throws IOException {
            PlainConnection connection = connections.get(gateway);
            if (connection == null) {
                connection = new PlainConnection(URI.create(gateway.address()));
                connections.put(gateway, connection);
            }
            PlainConnection.Answer answer = connection.get(path, authorization);
            if (answer.status() != 200) {
                failures.add(path + ": " + answer.status() + " " + answer.body());
            }
            if (connection.isLast()) {
                leave(gateway);
            }
        }

        private void leaveAllBut(List<PackagedService> kept) {
            for (PackagedService gateway : List.copyOf(connections.keySet())) {
                if (!kept.contains(gateway)) {
                    leave(gateway);
                }
            }
        }

        private void leave(PackagedService gateway) {
            PlainConnection connection = connections.remove(gateway);
            if (connection != null) {
                try {
                    connection.close();
                } catch (IOException e) {
                    failures.add("a connection cannot be closed: " + e);
                }
            }
        }
    }

    @Override
    public void close() {
        over = true;
        clients.shutdown();
        asking.shutdownNow();
    }
}
