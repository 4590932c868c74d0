package dev.slipway.local.command;

import dev.slipway.local.LaunchFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A log file that is printed as it grows, line by line. */
final class FollowedLog {

    private final String prefix;
    private final Path file;
    private final PrintStream out;
    private final ByteArrayOutputStream unfinishedLine = new ByteArrayOutputStream();
    private long position;

    FollowedLog(String prefix, Path file, PrintStream out) {
        this.prefix = prefix;
        this.file = file;
        this.out = out;
    }

    /** Prints the lines that were written since the last time. */
    void printNew() {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            if (log.length() < position) {
                // It was set aside at a restart; this is the new one.
                position = 0;
            }
            log.seek(position);
            byte[] buffer = new byte[64 * 1024];
            for (int count = log.read(buffer); count > 0; count = log.read(buffer)) {
                position += count;
                print(buffer, count);
            }
            out.flush();
        } catch (IOException failed) {
            throw new LaunchFailure(file + " cannot be read: " + failed.getMessage(), failed);
        }
    }

    /** Waits for changes and prints them, until the program is ended. */
    static void follow(List<FollowedLog> logs) throws InterruptedException {
        try (WatchService changes = FileSystems.getDefault().newWatchService()) {
            Set<Path> folders = new HashSet<>();
            for (FollowedLog log : logs) {
                Path folder = log.file.toAbsolutePath().getParent();
                if (folder != null && folders.add(folder)) {
                    folder.register(
                            changes, StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_CREATE);
                }
            }
            // What was written between the first print and the registration.
            logs.forEach(FollowedLog::printNew);
            while (true) {
                WatchKey key = changes.take();
                key.pollEvents();
                logs.forEach(FollowedLog::printNew);
                if (!key.reset()) {
                    return;
                }
            }
        } catch (IOException failed) {
            throw new LaunchFailure("The logs cannot be followed: " + failed.getMessage(), failed);
        }
    }

    private void print(byte[] bytes, int count) {
        for (int index = 0; index < count; index++) {
            unfinishedLine.write(bytes[index]);
            if (bytes[index] == '\n') {
                out.print(prefix + unfinishedLine.toString(StandardCharsets.UTF_8));
                unfinishedLine.reset();
            }
        }
    }
}
