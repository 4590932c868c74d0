package dev.slipway.build.runner;

import java.util.UUID;

/** Saves a runner most of its polls and heartbeats. Signals may be lost. */
public interface RunnerSignals {

    void listen(Listener listener);

    /** Who is told. Must not block. */
    interface Listener {

        /** There may be work. */
        void onWork();

        /** A job is to end; whoever runs it does that. */
        void onCancel(UUID jobId);
    }
}
