package dev.slipway.bench.load;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Asks for builds of a commit, spread at random over flows. */
public final class BuildPosts {

    private static final int ACCEPTED = 201;
    private static final int WARM_UP_ROUND_SECONDS = 60;
    private static final double NOTICEABLY_FASTER = 1.05;

    private final int port;
    private final Supplier<String> authorization;
    private final List<String> flows;
    private final String body;

    /**
     * @param port of the service, or of the gateway
     * @param authorization asked for with each request, since tokens end
     */
    public BuildPosts(int port, Supplier<String> authorization, List<String> flows, String sha) {
        this.port = port;
        this.authorization = authorization;
        this.flows = List.copyOf(flows);
        this.body = "{\"sha\":\"" + sha + "\"}";
    }

    /** Each client asks again as soon as it was answered. */
    public Latencies asFastAsAnswered(int clients, int seconds) throws InterruptedException {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        Latencies latencies = new Latencies();
        Clients.run(port, clients, connection -> {
            while (System.nanoTime() < endNanos) {
                latencies.add(post(connection));
            }
        });
        return latencies;
    }

    /**
     * Until it gets no faster any more, which takes a JVM with the full compiler some minutes on two cores: ends when a minute was not a
     * twentieth faster than the one before it.
     *
     * @param atMostSeconds after which it ends in any case
     * @return how many seconds it took
     */
    public int warmUp(int clients, int atMostSeconds) throws InterruptedException {
        int took = 0;
        int before = 0;
        while (took < atMostSeconds) {
            int length = Math.min(WARM_UP_ROUND_SECONDS, atMostSeconds - took);
            int now = asFastAsAnswered(clients, length).count();
            took += length;
            if (now < before * NOTICEABLY_FASTER) {
                break;
            }
            before = now;
        }
        return took;
    }

    /** At a steady rate, whatever the answers take; a request that starts late counts from when it should have started. */
    public Latencies atRate(int clients, int perSecond, int seconds) throws InterruptedException {
        long startNanos = System.nanoTime();
        long gapNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
        long total = (long) perSecond * seconds;
        AtomicLong next = new AtomicLong();
        Latencies latencies = new Latencies();
        Clients.run(port, clients, connection -> {
            for (long i = next.getAndIncrement(); i < total; i = next.getAndIncrement()) {
                long dueNanos = startNanos + i * gapNanos;
                waitUntil(dueNanos);
                post(connection);
                latencies.add(System.nanoTime() - dueNanos);
            }
        });
        return latencies;
    }

    private static void waitUntil(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private long post(HttpConnection connection) throws IOException {
        String flow = flows.get(ThreadLocalRandom.current().nextInt(flows.size()));
        long startNanos = System.nanoTime();
        HttpAnswer answer = connection.post("/platform/v1/flows/" + flow + "/builds", authorization.get(), body);
        if (answer.status() != ACCEPTED) {
            throw new IOException("a build was answered " + answer.status() + ": " + answer.body());
        }
        return System.nanoTime() - startNanos;
    }
}
