package dev.slipway.bench.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** What the kernel tells about processes. */
final class ProcFiles {

    private static final double KIB_PER_MIB = 1024;

    private ProcFiles() {}

    /** Resident memory (VmRSS), added up; pages that processes share count for each. */
    static double residentMib(Stream<ProcessHandle> processes) {
        return processes.mapToLong(ProcFiles::residentKib).sum() / KIB_PER_MIB;
    }

    /** User and system time so far, added up. */
    static long cpuNanos(Stream<ProcessHandle> processes) {
        return processes
                .mapToLong(process ->
                        process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos())
                .sum();
    }

    private static long residentKib(ProcessHandle process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (NoSuchFileException ended) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
