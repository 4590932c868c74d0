package dev.slipway.local.progress;

import dev.slipway.local.data.RunState;

/** Shows the user what the processes of a run do. Called on any thread. */
public interface Progress extends AutoCloseable {

    /** The run as it is now. */
    void show(RunState state);

    /** Something to tell beside the processes. */
    void say(String line);

    /** Nothing more will be shown. */
    @Override
    void close();
}
