package dev.slipway.local.command;

import dev.slipway.local.LaunchFailure;
import dev.slipway.local.data.DataFolder;
import dev.slipway.local.data.DataFolderLock;
import dev.slipway.local.data.RunState;
import dev.slipway.local.data.StateFile;
import dev.slipway.local.suite.LeftBehind;
import dev.slipway.local.suite.RunningApps;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./slipway down}. */
@Command(name = "down", description = "Stop everything in order, apps included; what a killed run left, too.")
public final class DownCommand implements Callable<Integer> {

    private static final long PATIENCE_SECONDS = 120;

    @Option(names = "--data", paramLabel = "DIR", description = "Where everything is kept (default .slipway).")
    @Nullable
    Path data;

    @Override
    public Integer call() {
        System.out.println(stop(Surroundings.data(data)));
        return 0;
    }

    /**
     * Changes nothing in a folder that is not Slipway's.
     *
     * @return what was done, for people
     */
    static String stop(DataFolder folder) {
        if (!folder.exists()) {
            return "Nothing is running on " + folder.path();
        }
        Optional<RunState> state = new StateFile(folder).read();
        boolean stopped = state.isPresent() && stopLauncher(state.get());
        // Whatever a killed launcher, or one that was too slow, has left.
        try (DataFolderLock lock = DataFolderLock.take(folder)) {
            int reaped = new LeftBehind(folder).reap();
            new RunningApps(folder).stop();
            if (stopped) {
                return "Stopped";
            }
            return reaped == 0 ? "Nothing is running on " + folder.path() : LeftBehind.sentence(reaped);
        }
    }

    private static boolean stopLauncher(RunState state) {
        if (!state.launcher().isAlive()) {
            return false;
        }
        ProcessHandle launcher = ProcessHandle.of(state.launcherPid())
                .orElseThrow(() -> new LaunchFailure("The launcher cannot be reached: pid " + state.launcherPid()));
        launcher.destroy();
        launcher.onExit()
                .completeOnTimeout(launcher, PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
        if (launcher.isAlive()) {
            launcher.destroyForcibly();
            launcher.onExit().join();
        }
        return true;
    }
}
