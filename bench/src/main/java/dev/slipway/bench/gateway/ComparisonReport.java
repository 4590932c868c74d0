package dev.slipway.bench.gateway;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The table and the ratios, in Markdown, so that they can stand in the README as they were printed. */
final class ComparisonReport {

    static final String DIRECT = "upstream, directly";
    static final String NGINX = "nginx";
    static final String SPRING = "Spring Cloud Gateway";
    static final String SLIPWAY = "Slipway";

    private static final int COMPARED_AT = 32;
    private static final int ADDED_AT = 1;

    private final Results results;
    private final List<Integer> connections;

    ComparisonReport(Results results, List<Integer> connections) {
        this.results = results;
        this.connections = List.copyOf(connections);
    }

    void print(PrintStream out) {
        out.println();
        out.println("| | c | requests/s | p50 µs | p99 µs | CPU µs/request |");
        out.println("|---|---:|---:|---:|---:|---:|");
        for (String contestant : List.of(DIRECT, NGINX, SPRING, SLIPWAY)) {
            for (int connectionsAtOnce : connections) {
                printRow(out, contestant, connectionsAtOnce);
            }
        }
        out.println();
        if (connections.contains(COMPARED_AT)) {
            printRatio(out, NGINX, "target ≥ 0.35, dream 0.5");
            printRatio(out, SPRING, "target ≥ 2");
        }
        if (connections.contains(ADDED_AT)) {
            printAdded(out);
        }
        for (String contestant : List.of(NGINX, SPRING, SLIPWAY)) {
            results.residentMib(contestant)
                    .ifPresent(mib -> out.printf(Locale.ROOT, "- resident, %s: %.0f MiB%n", contestant, mib));
        }
        out.printf(
                "- %d of %d runs had the machine for themselves; the others count only where there was no such run%n",
                results.quietRuns(), results.runs());
        out.println("- Java servers: " + String.join(" ", ServerJvm.FLAGS));
    }

    private void printRow(PrintStream out, String contestant, int connectionsAtOnce) {
        results.perSecond(contestant, connectionsAtOnce)
                .ifPresent(perSecond -> out.printf(
                        Locale.ROOT,
                        "| %s%s | %d | %,.0f | %,.0f | %,.0f | %s |%n",
                        contestant,
                        results.isDisturbed(contestant, connectionsAtOnce) ? " (disturbed)" : "",
                        connectionsAtOnce,
                        perSecond,
                        results.p50Micros(contestant, connectionsAtOnce).orElseThrow(),
                        results.p99Micros(contestant, connectionsAtOnce).orElseThrow(),
                        contestant.equals(DIRECT)
                                ? ""
                                : String.format(
                                        Locale.ROOT,
                                        "%.0f",
                                        results.cpuMicros(contestant, connectionsAtOnce)
                                                .orElseThrow())));
    }

    private void printRatio(PrintStream out, String other, String target) {
        OptionalDouble ours = results.perSecond(SLIPWAY, COMPARED_AT);
        OptionalDouble theirs = results.perSecond(other, COMPARED_AT);
        if (ours.isPresent() && theirs.isPresent()) {
            out.printf(
                    Locale.ROOT,
                    "- Slipway / %s at c = %d: %.2f (%s)%n",
                    other,
                    COMPARED_AT,
                    ours.getAsDouble() / theirs.getAsDouble(),
                    target);
        }
    }

    private void printAdded(PrintStream out) {
        OptionalDouble direct = results.p50Micros(DIRECT, ADDED_AT);
        for (String contestant : List.of(NGINX, SPRING, SLIPWAY)) {
            results.p50Micros(contestant, ADDED_AT)
                    .ifPresent(p50 -> out.printf(
                            Locale.ROOT,
                            "- added p50 at c = %d, %s: %.0f µs%s%n",
                            ADDED_AT,
                            contestant,
                            p50 - direct.orElseThrow(),
                            contestant.equals(SLIPWAY) ? " (target ≤ 250 µs)" : ""));
        }
    }
}
