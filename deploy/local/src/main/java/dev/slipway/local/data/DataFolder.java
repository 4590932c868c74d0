package dev.slipway.local.data;

import dev.slipway.embedded.FileTrees;
import dev.slipway.local.LaunchFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Everything that the suite keeps, in one folder (mode 0700) with a place for each thing.
 *
 * <pre>
 * secret/            passwords, keys, the administrator's token (0600 each)
 * postgres/ kafka/   the embedded servers' own
 * &lt;service&gt;/         what a service keeps in files
 * log/               one log per process
 * run/               state.json, lock: about the run that is going on
 * </pre>
 *
 * @param runtime where programs are unpacked; shared by all data folders of a checkout, kept by {@code --fresh}
 */
public record DataFolder(Path path, Path runtime) {

    /** The name of the log of a launcher in the background. */
    public static final String LAUNCHER = "launcher";

    private static final String RUN = "run";
    private static final String LOG = "log";

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

    public Path log(String process) {
        return path.resolve(LOG).resolve(process + ".log");
    }

    public Path lock() {
        return path.resolve(RUN).resolve("lock");
    }

    public Path state() {
        return path.resolve(RUN).resolve("state.json");
    }

    /** Where app-service keeps a folder for each app's process. */
    public Path apps() {
        return of("app-service").resolve("apps");
    }

    /** Makes the folder if there is none. */
    public void create() {
        try {
            Files.createDirectories(path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            Files.createDirectories(path.resolve(LOG));
            Files.createDirectories(path.resolve(RUN));
        } catch (IOException failed) {
            throw new LaunchFailure("The data folder " + path + " cannot be made: " + failed.getMessage(), failed);
        }
    }

    /** Deletes all data; the caller holds the lock. Its own log, which may be open, stays. */
    public void empty() {
        Set<Path> kept = Set.of(runtime, path.resolve(RUN), path.resolve(LOG));
        deleteIn(path, kept);
        deleteIn(path.resolve(LOG), Set.of(log(LAUNCHER)));
        create();
    }

    private static void deleteIn(Path folder, Set<Path> kept) {
        try (Stream<Path> entries = Files.list(folder)) {
            entries.filter(entry -> !kept.contains(entry)).toList().forEach(FileTrees::delete);
        } catch (IOException failed) {
            throw new LaunchFailure("The folder " + folder + " cannot be emptied: " + failed.getMessage(), failed);
        }
    }
}
