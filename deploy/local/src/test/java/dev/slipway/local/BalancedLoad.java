package dev.slipway.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients behind a load balancer that goes by readiness, as every one does: five times a second it asks each gateway whether it is ready. A
 * request is made once; whatever is not 200 has failed.
 */
final class BalancedLoad implements AutoCloseable {

    private static final long ASK_EVERY_MILLIS = 200;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<PackagedService> gateways;
    private final String path;
    private final String authorization;
    private final ScheduledExecutorService asking = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService clients;
    private final AtomicInteger answered = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile List<PackagedService> ready;
    private volatile boolean over;

    BalancedLoad(List<PackagedService> gateways, String path, String authorization, int threads) {
        this.gateways = gateways;
        this.path = path;
        this.authorization = authorization;
        this.ready = gateways;
        this.clients = Executors.newFixedThreadPool(threads);
        asking.scheduleWithFixedDelay(this::askAll, 0, ASK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        for (int i = 0; i < threads; i++) {
            clients.execute(this::askOnAndOn);
        }
    }

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

    private void askOnAndOn() {
        while (!over) {
            List<PackagedService> choice = ready;
            if (choice.isEmpty()) {
                failures.add("no gateway is ready");
                return;
            }
            PackagedService gateway = choice.get(ThreadLocalRandom.current().nextInt(choice.size()));
            try {
                HttpResponse<String> response = http.send(
                        HttpRequest.newBuilder(URI.create(gateway.address() + path))
                                .timeout(Duration.ofSeconds(60))
                                .header("Authorization", authorization)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                if (response.statusCode() != 200) {
                    failures.add(response.statusCode() + " " + response.body());
                }
                answered.incrementAndGet();
            } catch (IOException e) {
                failures.add(gateway.address() + ": " + e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
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
