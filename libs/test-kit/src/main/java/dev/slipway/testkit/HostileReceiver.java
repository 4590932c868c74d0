package dev.slipway.testkit;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A real HTTP/1.1 server on the loopback interface that does what a script says: answers, hangs, resets, drips, floods. It records
 * every request before it misbehaves, and lets a test wait for requests without sleeping.
 */
public final class HostileReceiver implements AutoCloseable {

    private static final int BACKLOG = 256;
    private static final int FLOOD_BLOCK_BYTES = 8192;
    private static final long DEFAULT_WAIT_SECONDS = 30;

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool(HostileReceiver::daemon);
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Queue<Behaviour> script = new ArrayDeque<>();
    private final List<ReceivedRequest> received = new ArrayList<>();
    private Behaviour otherwise = Behaviour.answer(200);

    private HostileReceiver(ServerSocket server) {
        this.server = server;
    }

    /** Starts on a free port; answers 200 to everything until told otherwise. */
    public static HostileReceiver start() {
        try {
            HostileReceiver receiver =
                    new HostileReceiver(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
            receiver.threads.execute(receiver::accept);
            return receiver;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + path);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** What happens with the next requests, one each, in this order. */
    public synchronized HostileReceiver next(Behaviour... behaviours) {
        script.addAll(List.of(behaviours));
        return this;
    }

    /** What happens when the script is used up. */
    public synchronized HostileReceiver otherwise(Behaviour behaviour) {
        otherwise = behaviour;
        return this;
    }

    /** Everything received so far, in order. */
    public synchronized List<ReceivedRequest> received() {
        return List.copyOf(received);
    }

    /** Waits until that many requests have come in all, at most 30 s, and returns all that have. */
    public List<ReceivedRequest> awaitRequests(int count) {
        return awaitRequests(count, Duration.ofSeconds(DEFAULT_WAIT_SECONDS));
    }

    /** @throws AssertionError if fewer came in that time */
    public synchronized List<ReceivedRequest> awaitRequests(int count, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        try {
            while (received.size() < count) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError(received.size() + " requests after " + atMost + ", expected " + count);
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for requests", interrupted);
        }
        return List.copyOf(received);
    }

    /** Stops listening and drops every connection, the hanging ones too. */
    @Override
    public void close() {
        closed.countDown();
        try {
            server.close();
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } finally {
            threads.shutdown();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket connection = server.accept();
                connections.add(connection);
                threads.execute(() -> serve(connection));
            } catch (IOException ended) {
                // Only closing the server ends the wait for a connection.
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            RequestReader reader = new RequestReader(new BufferedInputStream(connection.getInputStream()));
            OutputStream output = new BufferedOutputStream(connection.getOutputStream());
            for (ReceivedRequest request = reader.next(); request != null; request = reader.next()) {
                if (!perform(record(request), connection, output)) {
                    return;
                }
            }
        } catch (IOException clientGone) {
            // A client that gives up on a hanging or dripping answer is what such a test is about.
        } finally {
            connections.remove(connection);
        }
    }

    private synchronized Behaviour record(ReceivedRequest request) {
        received.add(request);
        notifyAll();
        Behaviour scripted = script.poll();
        return scripted == null ? otherwise : scripted;
    }

    /** @return whether the connection can take another request */
    private boolean perform(Behaviour behaviour, Socket connection, OutputStream output) throws IOException {
        if (behaviour instanceof Behaviour.Answer answer) {
            output.write(head(answer.status(), answer.headers(), (long) answer.body().length));
            output.write(answer.body());
            output.flush();
            return true;
        }
        if (behaviour instanceof Behaviour.Reset) {
            connection.setSoLinger(true, 0);
        } else if (behaviour instanceof Behaviour.Hang) {
            pause(Duration.ofDays(1));
        } else if (behaviour instanceof Behaviour.Drip drip) {
            drip(drip, output);
        } else if (behaviour instanceof Behaviour.Flood flood) {
            flood(flood, output);
        } else if (behaviour instanceof Behaviour.Garbage garbage) {
            output.write(garbage.bytes());
            output.flush();
        }
        return false;
    }

    private void drip(Behaviour.Drip drip, OutputStream output) throws IOException {
        output.write(head(drip.status(), Map.of(), (long) drip.body().length));
        output.flush();
        for (byte next : drip.body()) {
            pause(drip.pause());
            output.write(next);
            output.flush();
        }
    }

    private static void flood(Behaviour.Flood flood, OutputStream output) throws IOException {
        output.write(head(flood.status(), Map.of(), null));
        byte[] block = "x".repeat(FLOOD_BLOCK_BYTES).getBytes(StandardCharsets.US_ASCII);
        for (long left = flood.bodyBytes(); left > 0; left -= block.length) {
            output.write(block, 0, (int) Math.min(left, block.length));
        }
        output.flush();
    }

    private static byte[] head(int status, Map<String, String> headers, @Nullable Long length) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Scripted\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (length == null) {
            head.append("Connection: close\r\n");
        } else {
            head.append("Content-Length: ").append(length).append("\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Until the time is over or the receiver closes. */
    private void pause(Duration time) {
        try {
            closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "hostile-receiver");
        thread.setDaemon(true);
        return thread;
    }
}
