package dev.slipway.local.command;

import dev.slipway.local.data.DataFolder;
import dev.slipway.local.progress.PlainProgress;
import dev.slipway.local.progress.Progress;
import dev.slipway.local.progress.TerminalProgress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the script {@code ./slipway} knows and tells the launcher by system properties. */
final class Surroundings {

    private Surroundings() {}

    /** The repository's top folder. */
    static Path root() {
        return Path.of(System.getProperty("slipway.root", "")).toAbsolutePath().normalize();
    }

    /** Where a relative path of the user's is meant from. */
    static Path callerFolder() {
        return Path.of(System.getProperty("slipway.caller.folder", "")).toAbsolutePath();
    }

    static DataFolder data(@Nullable Path given) {
        Path checkout = root().resolve(".slipway");
        Path folder = given == null ? checkout : callerFolder().resolve(given);
        // Somebody else's checkout may be read-only.
        boolean writable = Files.isWritable(Files.exists(checkout) ? checkout : root());
        return new DataFolder(folder, (writable ? checkout : folder).resolve("runtime"));
    }

    static boolean terminal() {
        return Boolean.getBoolean("slipway.terminal");
    }

    static Progress progress() {
        return terminal() ? new TerminalProgress(System.out) : new PlainProgress(System.out);
    }
}
