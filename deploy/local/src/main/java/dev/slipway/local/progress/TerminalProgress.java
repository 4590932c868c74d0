package dev.slipway.local.progress;

import dev.slipway.local.data.Phase;
import dev.slipway.local.data.ProcessState;
import dev.slipway.local.data.RunState;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A block of one line per process, drawn over itself while the suite starts and stops; as plain lines in between, so that whatever
 * else comes on the terminal is not overwritten.
 */
public final class TerminalProgress implements Progress {

    private static final long REDRAW_MILLIS = 100;
    private static final String UP_AND_CLEAR = "\033[%dA\033[J";
    private static final String GREEN = "\033[32m";
    private static final String YELLOW = "\033[33m";
    private static final String RED = "\033[31m";
    private static final String DIM = "\033[2m";
    private static final String RESET = "\033[0m";
    private static final String[] SPINNER = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};

    private final PrintStream out;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "redraw");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Duration> startTimes = new HashMap<>();
    private final PlainProgress plain;
    private @Nullable RunState state;
    private int linesDrawn;
    private int frame;
    private boolean settled;

    public TerminalProgress(PrintStream out) {
        this.out = out;
        this.plain = new PlainProgress(out);
        clock.scheduleAtFixedRate(this::redraw, REDRAW_MILLIS, REDRAW_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void show(RunState next) {
        RunState before = state;
        state = next;
        if (before != null) {
            noteStartTimes(before, next);
        }
        if (settled) {
            plain.show(next);
            return;
        }
        draw();
        if (next.allReady() || anyFailed(next)) {
            settled = true;
            linesDrawn = 0;
            plain.skip(next);
        }
    }

    @Override
    public synchronized void say(String line) {
        erase();
        out.println(line);
        if (!settled) {
            draw();
        }
        out.flush();
    }

    @Override
    public synchronized void close() {
        clock.shutdownNow();
        out.flush();
    }

    private synchronized void redraw() {
        frame++;
        if (!settled) {
            draw();
        }
    }

    private void draw() {
        RunState current = state;
        if (current == null) {
            return;
        }
        erase();
        List<ProcessState> processes = current.processes();
        processes.forEach(process -> out.println(line(process)));
        linesDrawn = processes.size();
        out.flush();
    }

    private void erase() {
        if (linesDrawn > 0) {
            out.printf(UP_AND_CLEAR, linesDrawn);
            linesDrawn = 0;
        }
    }

    private String line(ProcessState process) {
        String name = Lines.padded(process.name());
        Duration inState = Duration.between(Instant.parse(process.since()), Instant.now());
        return switch (process.state()) {
            case WAITING -> DIM + "· " + name + "waiting" + RESET;
            case STARTING ->
                YELLOW + SPINNER[frame % SPINNER.length] + RESET + " " + name + "starting " + Lines.seconds(inState);
            case READY ->
                GREEN + "✔" + RESET + " " + name + "ready " + startTime(process) + DIM + " pid " + process.pid()
                        + " port " + process.port() + RESET;
            case RESTARTING, DEAD -> RED + "✘" + RESET + " " + name + Lines.word(process.state());
            // Never drawn over: the reason may be as long as it is.
            case FAILED -> RED + "✘" + RESET + " " + name + Lines.word(process.state()) + ": " + process.note();
            case STOPPING -> YELLOW + SPINNER[frame % SPINNER.length] + RESET + " " + name + "stopping";
            case STOPPED -> DIM + "· " + name + "stopped" + RESET;
            case EXTERNAL ->
                GREEN + "✔" + RESET + " " + name + process.note() + DIM + " port " + process.port() + RESET;
        };
    }

    private String startTime(ProcessState process) {
        Duration time = startTimes.get(process.name());
        return time == null ? "" : "in " + Lines.seconds(time);
    }

    private void noteStartTimes(RunState before, RunState next) {
        Map<String, ProcessState> earlier = new HashMap<>();
        before.processes().forEach(process -> earlier.put(process.name(), process));
        for (ProcessState process : next.processes()) {
            ProcessState was = earlier.get(process.name());
            if (was != null && was.state() == Phase.STARTING && process.state() == Phase.READY) {
                startTimes.put(
                        process.name(), Duration.between(Instant.parse(was.since()), Instant.parse(process.since())));
            }
        }
    }

    private static boolean anyFailed(RunState state) {
        return state.processes().stream().anyMatch(process -> process.state() == Phase.FAILED);
    }
}
