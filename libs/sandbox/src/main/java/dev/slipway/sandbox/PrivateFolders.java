package dev.slipway.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Folders that nobody but the service enters: one for each start, named after the JVM that made it, so that a later one can sweep. */
final class PrivateFolders {

    static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path starts;
    private final String owner;

    private PrivateFolders(Path starts, String owner) {
        this.starts = starts;
        this.owner = owner;
    }

    /** Removes what JVMs that are gone have left. */
    static PrivateFolders open(Path runtimeFolder) throws IOException {
        Path starts = runtimeFolder.resolve("starts");
        Files.createDirectories(starts, OWNER_ONLY);
        ProcessIdentity self = ProcessIdentity.of(ProcessHandle.current().pid())
                .orElseThrow(() -> new IllegalStateException("this process is not in /proc"));
        try (Stream<Path> left = Files.list(starts)) {
            left.filter(folder -> !isOwnerAlive(folder)).forEach(PrivateFolders::deleteUnchecked);
        }
        return new PrivateFolders(starts, self.pid() + "-" + self.startTicks() + "-");
    }

    Path create() throws IOException {
        return Files.createDirectory(starts.resolve(owner + UUID.randomUUID()), OWNER_ONLY);
    }

    private static boolean isOwnerAlive(Path folder) {
        String[] parts = folder.getFileName().toString().split("-", 3);
        Optional<ProcessIdentity> owner = ProcessIdentity.of(Long.parseLong(parts[0]));
        return owner.filter(identity -> Long.toString(identity.startTicks()).equals(parts[1]))
                .isPresent();
    }

    private static void deleteUnchecked(Path folder) {
        try {
            delete(folder);
        } catch (IOException undeletable) {
            throw new UncheckedIOException(undeletable);
        }
    }

    /** Deletes a tree; what has gone meanwhile is gone. Follows no link. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) tree.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException gone) {
            return;
        }
    }
}
