package dev.slipway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;
import java.util.stream.Stream;

/** What a figure was taken on. */
public final class Machine {

    private static final double KIB_PER_GIB = 1024 * 1024;

    private Machine() {}

    public static String describe() {
        return String.format(
                Locale.ROOT,
                "%s: %d cores (%s), %.0f GiB, %s, Java %s",
                LocalDate.now(),
                Runtime.getRuntime().availableProcessors(),
                field("/proc/cpuinfo", "model name", ":"),
                memoryGib(),
                field("/etc/os-release", "PRETTY_NAME", "=").replace("\"", ""),
                Runtime.version());
    }

    private static double memoryGib() {
        String kib = field("/proc/meminfo", "MemTotal", ":").replaceAll("\\D", "");
        return kib.isEmpty() ? 0 : Long.parseLong(kib) / KIB_PER_GIB;
    }

    private static String field(String file, String name, String separator) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(separator) + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
