package dev.slipway.local.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** What each step of the demo came to, and how long it took. */
public final class DemoReport {

    private static final int NAME_WIDTH = 34;

    private final PrintStream out;
    private final List<Line> lines = new ArrayList<>();
    private boolean broken;

    public DemoReport(PrintStream out) {
        this.out = out;
    }

    /** A step that happened before: the suite's start. */
    public void add(String name, String result, Duration took) {
        lines.add(new Line(name, result, took.toMillis(), true));
    }

    /**
     * Does a step and notes what it says, or why it failed. Nothing is done after a failure.
     *
     * @param step returns its result for the table
     */
    void step(String name, Supplier<String> step) {
        if (broken) {
            lines.add(new Line(name, "not reached", 0, false));
            return;
        }
        out.println();
        out.println("== " + name);
        long begun = System.nanoTime();
        String result;
        try {
            result = step.get();
            out.println("   " + result);
        } catch (DemoFailure failure) {
            broken = true;
            result = "FAILED: " + failure.getMessage();
            out.println("   " + result);
        }
        lines.add(new Line(
                name, result, Duration.ofNanos(System.nanoTime() - begun).toMillis(), !broken));
    }

    public boolean held() {
        return !broken;
    }

    public void print() {
        out.println();
        out.println(String.format(Locale.ROOT, "%-" + NAME_WIDTH + "s %9s  %s", "step", "ms", "result"));
        for (Line line : lines) {
            String sign = line.held() ? "✔" : "✘";
            out.println(String.format(
                    Locale.ROOT,
                    "%s %-" + (NAME_WIDTH - 2) + "s %9d  %s",
                    sign,
                    line.name(),
                    line.millis(),
                    line.result()));
        }
        long total = lines.stream().mapToLong(Line::millis).sum();
        out.println(String.format(Locale.ROOT, "  %-" + (NAME_WIDTH - 2) + "s %9d", "all", total));
        out.flush();
    }

    private record Line(String name, String result, long millis, boolean held) {}
}
