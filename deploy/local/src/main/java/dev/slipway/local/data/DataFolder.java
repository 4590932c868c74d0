package dev.slipway.local.data;

import dev.slipway.embedded.FileTrees;
import dev.slipway.local.LaunchFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Everything that the suite keeps, in one folder with a place for each thing. A folder that is made here has mode 0700; one that was
 * there before keeps its mode.
 *
 * <p>{@code --data} may name any folder of the user's by mistake. So a folder is taken only if it is empty, and is marked then; no other
 * is ever written to or emptied.
 *
 * <pre>
 * .slipway-data      the mark
 * secret/            passwords, keys, the administrator's token (0600 each)
 * postgres/ kafka/   the embedded servers' own
 * &lt;service&gt;/         what a service keeps in files
 * log/               one log per process
 * run/               state.json, lock, &lt;service&gt;.env: about the run that is going on
 * </pre>
 *
 * @param runtime where programs are unpacked; shared by all data folders of a checkout, kept by {@code --fresh}
 */
public record DataFolder(Path path, Path runtime) {

    /** The name of the log of a launcher in the background. */
    public static final String LAUNCHER = "launcher";

    private static final String MARK = ".slipway-data";
    private static final String MARK_TEXT = "Slipway keeps its data here; ./slipway up --fresh deletes them.\n";
    private static final String RUN = "run";
    private static final String LOG = "log";
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    public DataFolder {
        path = path.toAbsolutePath().normalize();
        runtime = runtime.toAbsolutePath().normalize();
    }

    public Path secrets() {
        return path.resolve("secret");
    }

    public Path postgres() {
        return path.resolve("postgres");
    }

    public Path kafka() {
        return path.resolve("kafka");
    }

    public Path of(String service) {
        return path.resolve(service);
    }

    /** Makes the folder of a service, for its owner alone. */
    public Path make(String service) {
        try {
            return Files.createDirectories(of(service), OWNER_ONLY);
        } catch (IOException failed) {
            throw new LaunchFailure("The folder " + of(service) + " cannot be made: " + failed, failed);
        }
    }

    public Path log(String process) {
        return path.resolve(LOG).resolve(process + ".log");
    }

    public Path lock() {
        return path.resolve(RUN).resolve("lock");
    }

    public Path state() {
        return path.resolve(RUN).resolve("state.json");
    }

    /** The environment that a service was last started with, for {@code ./slipway env}; holds its passwords. */
    public Path environment(String service) {
        return path.resolve(RUN).resolve(service + ".env");
    }

    /** Where app-service keeps a folder for each app's process. */
    public Path apps() {
        return of("app-service").resolve("apps");
    }

    /** Whether the folder is one that {@link #create} has made. */
    public boolean exists() {
        return Files.isRegularFile(path.resolve(MARK));
    }

    /**
     * Makes the folder if there is none, or takes an empty one.
     *
     * @throws LaunchFailure if it is somebody's folder of other things
     */
    public void create() {
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(path, OWNER_ONLY);
            }
            if (!exists()) {
                requireEmpty();
                Files.writeString(path.resolve(MARK), MARK_TEXT);
            }
            // Each for its owner alone: a folder that was given need not be.
            for (Path part : List.of(secrets(), kafka(), path.resolve(LOG), path.resolve(RUN))) {
                Files.createDirectories(part, OWNER_ONLY);
            }
        } catch (IOException failed) {
            throw new LaunchFailure("The data folder " + path + " cannot be made: " + failed, failed);
        }
    }

    /** Deletes all data; the caller holds the lock. Its own log, which may be open, stays, and so does the mark. */
    public void empty() {
        if (!exists()) {
            throw notOurs();
        }
        deleteIn(path, Set.of(runtime, path.resolve(MARK), path.resolve(RUN), path.resolve(LOG)));
        deleteIn(path.resolve(LOG), Set.of(log(LAUNCHER)));
        create();
    }

    /** The programs in it may be another data folder's, which came first. */
    private void requireEmpty() throws IOException {
        try (Stream<Path> entries = Files.list(path)) {
            if (entries.anyMatch(entry -> !entry.equals(runtime))) {
                throw notOurs();
            }
        }
    }

    private LaunchFailure notOurs() {
        return new LaunchFailure(path + " is not empty and is not a data folder of Slipway's (it has no " + MARK
                + "): choose an empty or a new folder with --data");
    }

    private static void deleteIn(Path folder, Set<Path> kept) {
        try (Stream<Path> entries = Files.list(folder)) {
            entries.filter(entry -> !kept.contains(entry)).toList().forEach(FileTrees::delete);
        } catch (IOException failed) {
            throw new LaunchFailure("The folder " + folder + " cannot be emptied: " + failed.getMessage(), failed);
        }
    }
}
