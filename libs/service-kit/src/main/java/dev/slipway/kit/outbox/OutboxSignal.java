package dev.slipway.kit.outbox;

import jakarta.enterprise.context.ApplicationScoped;

/** Says "there is something in the outbox now" to whoever publishes it. Calls are cheap and coalesce. */
@ApplicationScoped
public class OutboxSignal {

    private volatile Runnable listener = () -> {};

    public void wake() {
        listener.run();
    }

    /** There is one listener: the relay of this process. */
    public void listen(Runnable newListener) {
        listener = newListener;
    }
}
