package dev.slipway.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** What the kernel says of running processes ({@code /proc}): enough to be sure before one is ended. */
final class RunningProcesses {

    private RunningProcesses() {}

    /** The arguments of the process, the program first; empty if there is none or it is not ours to see. */
    static List<String> commandLine(long pid) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline"));
            return List.of(new String(bytes, StandardCharsets.UTF_8).split("\0"));
        } catch (IOException gone) {
            return List.of();
        }
    }

    static Optional<Path> workingFolder(long pid) {
        try {
            return Optional.of(Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd")));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** All processes that have exactly this among their arguments. */
    static List<ProcessHandle> withArgument(String argument) {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(process -> commandLine(process.pid()).contains(argument))
                    .toList();
        }
    }

    /** All processes whose working folder this is; PostgreSQL's stand in their data folder. */
    static List<ProcessHandle> standingIn(Path folder) {
        try {
            Path real = Files.exists(folder) ? folder.toRealPath() : folder;
            try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
                return all.filter(process -> workingFolder(process.pid())
                                .filter(real::equals)
                                .isPresent())
                        .toList();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Whether the process ended within the time. */
    static boolean awaitExit(ProcessHandle process, long timeoutSeconds) {
        try {
            process.onExit().get(timeoutSeconds, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException stillThere) {
            return !process.isAlive();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
