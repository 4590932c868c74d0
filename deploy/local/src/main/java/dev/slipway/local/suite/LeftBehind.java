package dev.slipway.local.suite;

import dev.slipway.local.data.DataFolder;
import dev.slipway.local.data.ProcessState;
import dev.slipway.local.data.RunState;
import dev.slipway.local.data.StateFile;
import dev.slipway.sandbox.ProcessIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

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

    private Set<ProcessHandle> find() {
        Set<ProcessHandle> found = new LinkedHashSet<>();
        for (ProcessIdentity recorded : recorded()) {
            if (recorded.isAlive()) {
                ProcessHandle.of(recorded.pid()).ifPresent(found::add);
            }
        }
        // A service that was started in the very moment of the kill is in no record yet.
        String mark = ServiceCommand.DATA_PROPERTY + data.path();
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            all.filter(process -> commandLine(process.pid()).contains(mark)).forEach(found::add);
        }
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

    private static List<String> commandLine(long pid) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline"));
            return List.of(new String(bytes, StandardCharsets.UTF_8).split("\0"));
        } catch (IOException gone) {
            return List.of();
        }
    }
}
