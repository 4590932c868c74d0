package dev.slipway.local.suite;

import dev.slipway.local.data.DataFolder;
import dev.slipway.local.data.ProcessState;
import dev.slipway.local.data.RunState;
import dev.slipway.local.data.StateFile;
import dev.slipway.sandbox.ProcessIdentity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The processes that a killed run left on a data folder. A number alone never condemns a process: it must have been started at the
 * recorded time, or carry this folder on its command line.
 *
 * <p>Apps are not among them: the next app-service adopts them.
 */
public final class LeftBehind {

    private static final long PATIENCE_SECONDS = 20;

    private final DataFolder data;

    public LeftBehind(DataFolder data) {
        this.data = data;
    }

    /**
     * Ends them all by force; the caller holds the folder's lock, so that none belongs to a living launcher.
     *
     * @return how many there were
     */
    public int reap() {
        Set<ProcessHandle> leftovers = find();
        leftovers.forEach(ProcessHandle::destroyForcibly);
        leftovers.forEach(leftover -> leftover.onExit()
                .completeOnTimeout(leftover, PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join());
        new StateFile(data).delete();
        return leftovers.size();
    }

    /** What {@link #reap} has done, for people. */
    public static String sentence(int reaped) {
        return "Ended " + reaped + " processes that a killed run had left";
    }

    private Set<ProcessHandle> find() {
        Set<ProcessHandle> found = new LinkedHashSet<>();
        for (ProcessIdentity recorded : recorded()) {
            if (recorded.isAlive()) {
                ProcessHandle.of(recorded.pid()).ifPresent(found::add);
            }
        }
        // A service that was started in the very moment of the kill is in no record yet.
        String mark = ServiceCommand.DATA_PROPERTY + data.path();
        found.addAll(CommandLines.with(Set.of(mark)));
        return found;
    }

    private List<ProcessIdentity> recorded() {
        List<ProcessIdentity> identities = new ArrayList<>();
        new StateFile(data).read().map(RunState::processes).ifPresent(processes -> {
            for (ProcessState process : processes) {
                ProcessIdentity identity = process.identity();
                if (identity != null) {
                    identities.add(identity);
                }
            }
        });
        return identities;
    }
}
