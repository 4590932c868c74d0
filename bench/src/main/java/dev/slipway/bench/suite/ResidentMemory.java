package dev.slipway.bench.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Memory of processes, from {@code /proc}.
 *
 * @param residentMib the sum of what each has; shared pages count for each of them
 * @param proportionalMib shared pages counted once, in parts
 */
public record ResidentMemory(int processes, double residentMib, double proportionalMib) {

    private static final double KIB_PER_MIB = 1024;

    /** Of those that are still there. */
    public static ResidentMemory of(List<Long> pids) {
        double resident = 0;
        double proportional = 0;
        int processes = 0;
        for (long pid : pids) {
            Path rollup = Path.of("/proc/" + pid + "/smaps_rollup");
            try {
                List<String> lines = Files.readAllLines(rollup);
                resident += kib(lines, "Rss:");
                proportional += kib(lines, "Pss:");
                processes++;
            } catch (IOException gone) {
                // It has ended meanwhile, and so has no memory.
                continue;
            }
        }
        return new ResidentMemory(processes, resident / KIB_PER_MIB, proportional / KIB_PER_MIB);
    }

    private static double kib(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }
}
