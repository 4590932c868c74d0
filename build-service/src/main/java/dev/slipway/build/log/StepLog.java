package dev.slipway.build.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.build.log.LogChunk.Printed;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a running step has printed and nobody has stored yet. Two threads put in what comes on stdout and stderr; a third takes it out for
 * storing, at least every 100 ms or 64 KiB, so that a line is durable within 250 ms of being printed.
 *
 * <p>Memory is bounded: when storing falls behind by 1 MiB, the readers wait, and with them the step. A step that prints more than its
 * bound is told so in its last line; what follows is read and dropped, and the step goes on.
 */
public final class StepLog {

    private static final int MEBIBYTE = 1024 * 1024;
    private static final int FLUSH_BYTES = 64 * 1024;
    private static final int MAX_WAITING_BYTES = MEBIBYTE;
    private static final Duration FLUSH_AFTER = Duration.ofMillis(100);
    /** What a line costs beyond its text. */
    private static final int LINE_BYTES = 16;

    private final long maxBytes;
    private final long startedNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private List<Printed> waiting = new ArrayList<>();
    private long waitingBytes;
    private long oldestNanos;
    private long totalBytes;
    private int openStreams;
    private boolean abandoned;

    /** @param maxBytes of text that are kept of the step */
    public StepLog(long maxBytes, int streams) {
        this.maxBytes = maxBytes;
        this.openStreams = streams;
        this.startedNanos = System.nanoTime();
    }

    /** Reads a stream of the step to its end; each stream on a thread of its own. A stream that breaks counts as ended. */
    public void readAll(LogLine.Stream stream, InputStream input) {
        try (input) {
            new LineSplitter(text -> add(stream, text)).readAll(input);
        } catch (IOException broken) {
            // The process was killed while we read: what it printed before is here already.
            add(LogLine.Stream.STDERR, "[slipway] the output broke off");
        } finally {
            locked(() -> openStreams--);
        }
    }

    /** Adds a line of our own. */
    public void add(LogLine.Stream stream, String text) {
        lock.lock();
        try {
            while (waitingBytes > MAX_WAITING_BYTES && !abandoned) {
                changed.awaitUninterruptibly();
            }
            if (totalBytes > maxBytes || abandoned) {
                return;
            }
            int bytes = text.getBytes(UTF_8).length + LINE_BYTES;
            totalBytes += bytes;
            put(stream, totalBytes > maxBytes ? theEnd() : text, bytes);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until there is enough to be stored, or something has waited long enough, or {@code patience} is over.
     *
     * @return the lines to be stored, in order; empty if there are none yet
     */
    public List<Printed> take(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        lock.lockInterruptibly();
        try {
            long wait = nanosToWait(deadline);
            while (wait > 0) {
                changed.awaitNanos(wait);
                wait = nanosToWait(deadline);
            }
            List<Printed> taken = waiting;
            waiting = new ArrayList<>();
            waitingBytes = 0;
            changed.signalAll();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Whether all streams have ended and every line was taken. */
    public boolean isDrained() {
        lock.lock();
        try {
            return openStreams == 0 && waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Nobody stores any more: what comes from now on is dropped, and nobody waits. */
    public void abandon() {
        locked(() -> {
            abandoned = true;
            waiting = new ArrayList<>();
        });
    }

    private String theEnd() {
        String bound = maxBytes < MEBIBYTE ? maxBytes + " bytes" : maxBytes / MEBIBYTE + " MiB";
        return "[slipway] the log of this step ends here, at " + bound + "; the step goes on";
    }

    private void put(LogLine.Stream stream, String text, int bytes) {
        long now = System.nanoTime();
        if (waiting.isEmpty()) {
            oldestNanos = now;
        }
        waiting.add(new Printed(stream, (int) TimeUnit.NANOSECONDS.toSeconds(now - startedNanos), text));
        waitingBytes += bytes;
        changed.signalAll();
    }

    private long nanosToWait(long deadline) {
        if (waitingBytes >= FLUSH_BYTES || openStreams == 0) {
            return 0;
        }
        long until = waiting.isEmpty() ? deadline : Math.min(deadline, oldestNanos + FLUSH_AFTER.toNanos());
        return until - System.nanoTime();
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
