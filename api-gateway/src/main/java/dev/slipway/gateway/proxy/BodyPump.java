package dev.slipway.gateway.proxy;

import dev.slipway.gateway.exchange.Framing;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;

/**
 * Moves a body from one connection to another: stops reading while the writer has enough, fails once the body is longer than its bound, and
 * where the length is known ends with the last piece, so that a short body costs one write. It holds nothing.
 */
final class BodyPump implements Handler<Buffer> {

    private final ReadStream<Buffer> from;
    private final WriteStream<Buffer> to;
    private final long maxBytes;
    private final long length;
    private final Listener listener;
    private long seenBytes;
    private boolean over;
    private boolean full;

    /** Who wants to know how it goes; called on the streams' thread. */
    interface Listener {

        /** A piece has passed. */
        void moved();

        /** The last piece has come, and the writer is about to be ended. */
        void done(BodyPump pump);

        /** It cannot go on; neither side has been ended. */
        void failed(BodyPump pump, Throwable why);
    }

    /** @param length that the body says it has, or {@link Framing#UNKNOWN_LENGTH} */
    BodyPump(ReadStream<Buffer> from, WriteStream<Buffer> to, long length, long maxBytes, Listener listener) {
        this.from = from;
        this.to = to;
        this.length = length;
        this.maxBytes = maxBytes;
        this.listener = listener;
    }

    void start() {
        from.endHandler(ended -> end());
        from.exceptionHandler(this::fail);
        to.drainHandler(ready -> {
            if (full) {
                full = false;
                listener.moved();
                from.resume();
            }
        });
        from.handler(this);
        from.resume();
    }

    /** Stops without ending anything; what still comes is dropped. */
    void stop() {
        over = true;
    }

    /** Whether it has ended, failed or been stopped. */
    boolean isOver() {
        return over;
    }

    /** Whether the one who takes the body is the one who is waited for. */
    boolean waitsForWriter() {
        return full;
    }

    @Override
    public void handle(Buffer piece) {
        if (over) {
            return;
        }
        seenBytes += piece.length();
        if (seenBytes > maxBytes) {
            fail(new BodyTooLargeException(maxBytes));
            return;
        }
        listener.moved();
        if (seenBytes == length) {
            over = true;
            listener.done(this);
            to.end(piece);
            return;
        }
        to.write(piece);
        if (to.writeQueueFull()) {
            full = true;
            from.pause();
        }
    }

    private void end() {
        if (!over) {
            over = true;
            listener.done(this);
            to.end();
        }
    }

    private void fail(Throwable why) {
        if (!over) {
            over = true;
            listener.failed(this, why);
        }
    }
}
