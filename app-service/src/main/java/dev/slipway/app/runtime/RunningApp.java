package dev.slipway.app.runtime;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** An app that was started, and may have ended since. */
public interface RunningApp {

    boolean isAlive();

    /** Completes with true when its command runs, with false when it never will. */
    CompletionStage<Boolean> onStarted();

    /** Completes when nothing of it is left. */
    CompletionStage<AppEnd> onEnd();

    /** Ends it: politely, and after the grace by force. Returns at once. */
    void stop(Duration grace);
}
