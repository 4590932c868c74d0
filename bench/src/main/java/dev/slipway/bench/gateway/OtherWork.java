package dev.slipway.bench.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * How much of the processors went to what is not part of the measurement: a figure that was taken beside somebody's build is none.
 * Counted in the kernel's ticks since this was made.
 */
final class OtherWork {

    private static final int CPU_FIELDS = 7;
    private static final int IDLE = 3;
    private static final int IO_WAIT = 4;
    /** In {@code /proc/<pid>/stat} behind the name, which may hold blanks: utime, stime, cutime, cstime (proc(5)). */
    private static final int FIRST_TIME = 11;

    private static final int TIMES = 4;

    private final long busyBefore;
    private final long totalBefore;
    private final long ownBefore;

    OtherWork() throws IOException {
        long[] machine = machineTicks();
        this.busyBefore = machine[0];
        this.totalBefore = machine[1];
        this.ownBefore = ownTicks();
    }

    /** From 0, all was left to this process and its children, to 1. */
    double share() throws IOException {
        long[] machine = machineTicks();
        double others = (machine[0] - busyBefore) - (ownTicks() - ownBefore);
        return Math.max(0, others / Math.max(1, machine[1] - totalBefore));
    }

    /** @return busy and all ticks of all processors */
    private static long[] machineTicks() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
            String[] fields = lines.findFirst().orElseThrow().split(" +", -1);
            long busy = 0;
            long total = 0;
            for (int i = 0; i < CPU_FIELDS; i++) {
                long ticks = Long.parseLong(fields[i + 1]);
                total += ticks;
                busy += i == IDLE || i == IO_WAIT ? 0 : ticks;
            }
            return new long[] {busy, total};
        }
    }

    /** Of this process and all below it, those that have ended and been waited for included. */
    private static long ownTicks() {
        return Stream.concat(
                        Stream.of(ProcessHandle.current()),
                        ProcessHandle.current().descendants())
                .mapToLong(OtherWork::ticks)
                .sum();
    }

    private static long ticks(ProcessHandle process) {
        String stat;
        try {
            stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        } catch (IOException ended) {
            return 0;
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        for (int i = FIRST_TIME; i < FIRST_TIME + TIMES; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks;
    }
}
