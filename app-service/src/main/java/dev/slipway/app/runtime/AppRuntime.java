package dev.slipway.app.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Where apps run. Its methods block for a moment: they are called on worker threads. */
public interface AppRuntime {

    /** The node that this runtime's processes run on: they can be started, seen and stopped here only. */
    UUID node();

    /**
     * Starts an app. A start that was cut off at any line has either left nothing, or something that {@link #find} finds.
     *
     * @throws RuntimeUnavailableException if no app can run here
     */
    RunningApp start(AppStart start) throws IOException;

    /** What was started under that run, also if it has ended meanwhile; empty if nothing ever was. */
    Optional<RunningApp> find(UUID runId) throws IOException;

    /** The files that hold what a run has printed, the older first; each may be missing. */
    List<Path> logs(UUID runId);

    /** Forgets an app's runs but the newest. */
    void forgetOldRuns(UUID appId, int kept) throws IOException;

    /** Forgets an app with all that it has left; nothing of it runs. */
    void forget(UUID appId) throws IOException;
}
