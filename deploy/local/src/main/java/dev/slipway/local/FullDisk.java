package dev.slipway.local;

import java.util.List;
import java.util.Optional;

/**
 * Tells a full disk from all other failures: no space, no inode or no quota left. It can show wherever something is written, in this
 * process or, by the end of its log, in one that was started.
 */
final class FullDisk {

    /** What the kernel's ENOSPC and EDQUOT are called; programs print the same words. */
    private static final List<String> WORDS = List.of("No space left on device", "Disk quota exceeded");

    /** Also how a launcher in the background has told of it already. */
    private static final String BEGIN = "The disk is full (";

    private static final String END = "): make room or use another --data folder";

    private FullDisk() {}

    /** What to tell the user if the failure is a full disk, in the words of its innermost cause. */
    static Optional<String> sentence(Throwable failure) {
        Optional<String> found = Optional.empty();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Optional<String> line = lineThatTells(String.valueOf(cause.getMessage()));
            found = line.isPresent() ? line : found;
        }
        return found.map(line -> line.startsWith(BEGIN) ? line : BEGIN + line + END);
    }

    private static Optional<String> lineThatTells(String message) {
        return message.lines()
                .filter(line -> WORDS.stream().anyMatch(line::contains))
                .findFirst()
                .map(String::strip);
    }
}
