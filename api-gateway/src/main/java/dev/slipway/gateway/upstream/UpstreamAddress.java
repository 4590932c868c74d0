package dev.slipway.gateway.upstream;

import io.vertx.core.net.SocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * One place where a service runs: how many requests are under way there, whether it says that it is ready, and whether it was last found
 * there. Used from several threads at once.
 */
public final class UpstreamAddress {

    private static final Logger LOG = Logger.getLogger(UpstreamAddress.class);

    private final String service;
    private final SocketAddress socket;
    private final CircuitBreaker breaker;
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicBoolean away = new AtomicBoolean();
    private volatile boolean ready = true;

    UpstreamAddress(String service, SocketAddress socket, LongSupplier nanoTime) {
        this.service = service;
        this.socket = socket;
        this.breaker = new CircuitBreaker(nanoTime);
    }

    /** What to connect to; resolved. */
    public SocketAddress socket() {
        return socket;
    }

    int underWay() {
        return underWay.get();
    }

    /** What it said when it was last asked; ready until it has said otherwise. */
    boolean isReady() {
        return ready;
    }

    boolean isOpen() {
        return breaker.isOpen();
    }

    boolean wouldPass() {
        return breaker.wouldPass();
    }

    /** Takes a request on, if its breaker lets it; to be followed by one {@link #release}. */
    boolean acquire() {
        if (!breaker.pass()) {
            return false;
        }
        underWay.incrementAndGet();
        return true;
    }

    /** A request is over, however it went. */
    public void release() {
        underWay.decrementAndGet();
    }

    /** It gave an answer, whatever that says: it lives. */
    public void answered() {
        breaker.succeeded();
        isBack();
    }

    /** It could not be connected to, or ended a connection instead of answering. Told once per absence, not once per request. */
    public void failed(Throwable why) {
        breaker.failed();
        isAway(why);
    }

    /**
     * It did not say whether it is ready. Others come first, then; its breaker is left alone: with nobody else to ask, the first request after it has come up
     * should find it, and not wait for the next question.
     */
    public void saysNothing(Throwable why) {
        ready = false;
        isAway(why);
    }

    private void isAway(Throwable why) {
        if (!away.get() && !away.getAndSet(true)) {
            LOG.warnf("%s at %s does not answer: %s", service, socket, why.getMessage());
        }
    }

    /** What it says of itself. */
    public void saysReady(boolean isReady) {
        if (ready != isReady) {
            ready = isReady;
            LOG.infof("%s at %s says that it is %s", service, socket, isReady ? "ready" : "not ready");
        }
        breaker.tryNow();
        isBack();
    }

    private void isBack() {
        if (away.get() && away.getAndSet(false)) {
            LOG.infof("%s at %s answers again", service, socket);
        }
    }

    @Override
    public String toString() {
        return service + " at " + socket;
    }
}
