package dev.slipway.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that cannot be mistaken for a later one with the same pid.
 *
 * @param pid its process id
 * @param startTicks when it started, in clock ticks since boot (field 22 of {@code /proc/<pid>/stat})
 * @param bootId the boot that the ticks count from
 */
public record ProcessIdentity(long pid, long startTicks, String bootId) {

    private static final String BOOT_ID = readBootId();

    /** Index of the start time among the fields after the process's name. */
    private static final int START_TICKS = 19;

    /** The living process with this pid, zombies not counted. */
    public static Optional<ProcessIdentity> of(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            // The name, in parentheses, may hold anything; the last parenthesis ends it.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).trim().split(" ", -1);
            if (fields[0].equals("Z") || fields[0].equals("X")) {
                return Optional.empty();
            }
            return Optional.of(new ProcessIdentity(pid, Long.parseLong(fields[START_TICKS]), BOOT_ID));
        } catch (IOException gone) {
            // No such file, or "no such process" when it ends while its file is read.
            return Optional.empty();
        }
    }

    /** Whether exactly this process still runs. */
    public boolean isAlive() {
        return of(pid).filter(this::equals).isPresent();
    }

    private static String readBootId() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).trim();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("/proc is not readable", unreadable);
        }
    }
}
