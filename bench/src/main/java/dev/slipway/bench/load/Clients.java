package dev.slipway.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Clients at once, each on a thread and a connection of its own. */
final class Clients {

    private Clients() {}

    /** Returns when all are done. */
    static void run(int port, int clients, Client client) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                running.add(threads.submit(() -> {
                    try (HttpConnection connection = new HttpConnection(port)) {
                        client.run(connection);
                    }
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            // A figure of a run in which something failed would be no figure.
            throw new IllegalStateException("the load was not accepted", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    /** What one client does. */
    interface Client {
        void run(HttpConnection connection) throws IOException;
    }
}
