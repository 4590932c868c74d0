package dev.slipway.local.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.LaunchFailure;
import dev.slipway.local.data.DataFolder;
import dev.slipway.local.data.ProcessState;
import dev.slipway.local.data.RunState;
import dev.slipway.local.data.StateFile;
import dev.slipway.local.progress.Lines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./slipway status}: exit code 0 when everything is ready, 1 when something is not, 3 when nothing is running. */
@Command(
        name = "status",
        description = "Show every process: name, pid, port, state, since when, restarts. Exit code 0 when everything is"
                + " ready, 1 when something is not, 3 when nothing is running.")
public final class StatusCommand implements Callable<Integer> {

    private static final int NOT_READY = 1;
    private static final int NOT_RUNNING = 3;
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Option(names = "--data", paramLabel = "DIR", description = "Where everything is kept (default .slipway).")
    @Nullable
    Path data;

    @Option(names = "--json", description = "As JSON, for scripts.")
    boolean json;

    @Override
    public Integer call() {
        DataFolder folder = Surroundings.data(data);
        Optional<RunState> state = new StateFile(folder).read().map(RunState::checked);
        boolean running = state.filter(run -> run.launcher().isAlive()).isPresent();
        if (json) {
            printJson(folder, state, running);
        } else {
            printText(folder, state, running);
        }
        if (!running) {
            return NOT_RUNNING;
        }
        return state.filter(RunState::allReady).isPresent() ? 0 : NOT_READY;
    }

    private static void printJson(DataFolder folder, Optional<RunState> state, boolean running) {
        ObjectNode document = JSON.createObjectNode();
        document.put("running", running);
        document.put("data", folder.path().toString());
        document.put("url", state.map(RunState::url).orElse(null));
        document.put("launcher_pid", state.map(RunState::launcherPid).orElse(null));
        document.set(
                "processes", JSON.valueToTree(state.map(RunState::processes).orElse(List.of())));
        try {
            System.out.println(JSON.writeValueAsString(document));
        } catch (IOException impossible) {
            throw new LaunchFailure("The state cannot be written as JSON", impossible);
        }
    }

    private static void printText(DataFolder folder, Optional<RunState> state, boolean running) {
        if (state.isEmpty()) {
            System.out.println("Nothing is running on " + folder.path());
            return;
        }
        System.out.println(
                running
                        ? "Slipway on " + state.get().url() + ", data in " + folder.path()
                        : "The launcher was killed; ./slipway up goes on, ./slipway down cleans up");
        System.out.println(Lines.padded("process") + "    pid   port  state       restarts  since");
        for (ProcessState process : state.get().processes()) {
            System.out.println(Lines.padded(process.name())
                    + String.format(
                            Locale.ROOT,
                            "%7s  %5d  %-10s  %8d  %s",
                            process.pid() == null ? "-" : process.pid().toString(),
                            process.port(),
                            Lines.word(process.state()),
                            process.restarts(),
                            process.since())
                    + (process.note() == null ? "" : "  " + process.note()));
        }
    }
}
