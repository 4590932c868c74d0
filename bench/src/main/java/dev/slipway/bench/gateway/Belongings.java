package dev.slipway.bench.gateway;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a measurement has started, ended in the opposite order: when it is over, when it has failed, and when the program is told to end
 * (SIGINT, SIGTERM). Last of all every process ends that this one has left, such as a load generator at work.
 */
public final class Belongings implements AutoCloseable {

    private final Deque<Belonging> kept = new ArrayDeque<>();
    private boolean closed;

    public Belongings() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "end-of-belongings"));
    }

    /** Keeps it until the end. What comes after the end is ended at once. */
    public synchronized <T extends Belonging> T keep(T belonging) {
        if (closed) {
            belonging.close();
            throw new IllegalStateException("the measurement was told to end");
        }
        kept.push(belonging);
        return belonging;
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!kept.isEmpty()) {
            kept.pop().close();
        }
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
    }

    /** Something that was started. */
    public interface Belonging extends AutoCloseable {

        /** Ends it, and returns when it has ended. */
        @Override
        void close();
    }
}
