package dev.slipway.local.suite;

import dev.slipway.sandbox.ProcessIdentity;
import java.util.function.Consumer;

/** Something that can be started as a process: an embedded server or a service. */
interface Server {

    String name();

    /** The TCP port that it listens on, the same at every start of a run. */
    int port();

    /**
     * Starts the process and returns when it is ready for use.
     *
     * @param spawned told as soon as there is a process
     * @throws dev.slipway.embedded.ServerStartException saying why it is not ready
     */
    Running start(Consumer<ProcessIdentity> spawned);

    /** Makes a {@link #start} that is going on end soon, by whatever exception; harmless otherwise. */
    void cancelStart();

    /** A started process. */
    interface Running {

        /** Blocks until the process has ended and says how, for people. */
        String awaitEnd() throws InterruptedException;

        /** Stops it in order, by force if it takes too long; returns when it is gone. */
        void stop();
    }
}
