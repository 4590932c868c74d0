package dev.slipway.bench.load;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The module's own generator: for machines without wrk, and where requests are to be counted rather than timed. */
public final class TokenGets implements Load {

    private static final int OK = 200;
    private static final double MICROS_PER_MILLI = 1000;

    private final String path;
    private final List<String> tokens;
    private final AtomicLong next = new AtomicLong();

    /** @param path that is asked for */
    public TokenGets(String path, List<String> tokens) {
        this.path = path;
        this.tokens = List.copyOf(tokens);
    }

    @Override
    public String name() {
        return "own generator, a thread per connection";
    }

    @Override
    public LoadFigures run(int port, int connections, int seconds) throws InterruptedException {
        long startNanos = System.nanoTime();
        long endNanos = startNanos + TimeUnit.SECONDS.toNanos(seconds);
        Latencies latencies = new Latencies();
        Clients.run(port, connections, connection -> {
            for (long beganNanos = System.nanoTime(); beganNanos < endNanos; ) {
                get(connection);
                long nowNanos = System.nanoTime();
                latencies.add(nowNanos - beganNanos);
                beganNanos = nowNanos;
            }
        });
        double elapsedSeconds = (System.nanoTime() - startNanos) / (double) TimeUnit.SECONDS.toNanos(1);
        return new LoadFigures(
                latencies.count(),
                latencies.count() / elapsedSeconds,
                latencies.millisAt(50) * MICROS_PER_MILLI,
                latencies.millisAt(99) * MICROS_PER_MILLI);
    }

    /** Sends exactly so many, with the tokens in turn, going on with the token after the last one of an earlier call. */
    public void send(int port, int connections, long requests) throws InterruptedException {
        AtomicLong left = new AtomicLong(requests);
        Clients.run(port, connections, connection -> {
            while (left.getAndDecrement() > 0) {
                get(connection);
            }
        });
    }

    private void get(HttpConnection connection) throws IOException {
        String token = tokens.get((int) (next.getAndIncrement() % tokens.size()));
        HttpAnswer answer = connection.get(path, "Bearer " + token);
        if (answer.status() != OK) {
            throw new IOException("a request was answered " + answer.status() + ": " + answer.body());
        }
    }
}
