package dev.slipway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where tests keep files: below the repository's {@code target}, so that a {@code clean} takes what a killed run left. */
final class TestFolders {

    private static final String ROOT_PROPERTY = "slipway.root";

    private TestFolders() {}

    /** The unpacked programs of PostgreSQL, shared by all test JVMs. */
    static Path postgresBinaries() {
        return root().resolve("target").resolve("embedded");
    }

    /** A new folder for this use alone. */
    static Path fresh(String prefix) {
        try {
            Path parent = root().resolve("target").resolve("test-runs");
            Files.createDirectories(parent);
            return Files.createTempDirectory(parent, prefix);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The repository's top folder: given by the build, else found upward from the working folder (an IDE's module folder). */
    static Path root() {
        String given = System.getProperty(ROOT_PROPERTY);
        if (given != null) {
            return Path.of(given);
        }
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            Path parent = folder.getParent();
            if (parent == null) {
                throw new IllegalStateException(
                        "Neither " + ROOT_PROPERTY + " is set, nor is there an mvnw at or above "
                                + Path.of("").toAbsolutePath());
            }
            folder = parent;
        }
        return folder;
    }
}
