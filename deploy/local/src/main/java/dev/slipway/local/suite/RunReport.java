package dev.slipway.local.suite;

import dev.slipway.local.data.RunState;
import dev.slipway.local.data.StateFile;
import dev.slipway.local.progress.Progress;

/**
 * Tells of a run's state: on the terminal, and in the state file for other commands.
 *
 * <p>The file is for looking at only. So a disk that is full is told of, once, and is no reason to stop keeping processes alive; the
 * next change is written again.
 */
final class RunReport {

    private final StateFile file;
    private final Progress progress;
    private boolean outOfDate;
    private boolean ended;

    RunReport(StateFile file, Progress progress) {
        this.file = file;
        this.progress = progress;
    }

    synchronized void show(RunState state) {
        if (ended) {
            return;
        }
        progress.show(state);
        try {
            file.write(state);
            outOfDate = false;
        } catch (RuntimeException unwritable) {
            if (!outOfDate) {
                progress.say("What ./slipway status shows is out of date: " + unwritable.getMessage());
            }
            outOfDate = true;
        }
    }

    /** Nothing runs any more, and nothing is told. */
    synchronized void end() {
        ended = true;
        try {
            file.delete();
        } finally {
            progress.close();
        }
    }
}
