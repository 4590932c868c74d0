package dev.slipway.local.progress;

import dev.slipway.local.data.Phase;
import dev.slipway.local.data.ProcessState;
import dev.slipway.local.data.RunState;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One line for every change: for files, pipes and logs. */
public final class PlainProgress implements Progress {

    private final PrintStream out;
    private final Map<String, ProcessState> last = new HashMap<>();

    public PlainProgress(PrintStream out) {
        this.out = out;
    }

    @Override
    public synchronized void show(RunState state) {
        for (ProcessState process : state.processes()) {
            ProcessState before = last.put(process.name(), process);
            if (before == null || before.state() != process.state()) {
                String line = line(before, process);
                if (!line.isEmpty()) {
                    out.println(line);
                }
            }
        }
        out.flush();
    }

    /** Takes the state as told already. */
    synchronized void skip(RunState state) {
        state.processes().forEach(process -> last.put(process.name(), process));
    }

    @Override
    public synchronized void say(String line) {
        out.println(line);
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }

    private static String line(@Nullable ProcessState before, ProcessState process) {
        String name = Lines.padded(process.name());
        return switch (process.state()) {
            case WAITING -> "";
            case STARTING -> name + "starting";
            case READY ->
                name + "ready" + (before == null ? "" : " in " + seconds(before, process)) + " (pid " + process.pid()
                        + ", port " + process.port() + ")";
            case RESTARTING, FAILED -> name + Lines.word(process.state()) + ": " + process.note();
            case STOPPING, STOPPED, DEAD -> name + Lines.word(process.state());
            case EXTERNAL -> name + process.note() + " (port " + process.port() + ")";
        };
    }

    private static String seconds(ProcessState before, ProcessState process) {
        Instant from =
                before.state() == Phase.STARTING ? Instant.parse(before.since()) : Instant.parse(process.since());
        return Lines.seconds(Duration.between(from, Instant.parse(process.since())));
    }
}
