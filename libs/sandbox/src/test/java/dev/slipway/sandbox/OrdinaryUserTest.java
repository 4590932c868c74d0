package dev.slipway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the build runs as root, the sandboxes are tried once more as an ordinary user, in a JVM of its own; with {@code -Pchaos} everything is. */
class OrdinaryUserTest {

    private static final int ORDINARY = 54321;

    @TempDir
    Path folder;

    @Test
    void an_ordinary_user_gets_the_same_promises() throws Exception {
        assumeTrue(HostUser.current().isRoot(), "this build is run by an ordinary user already");
        // Given
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxrwxrwx"));
        List<String> prefix = List.of(
                "setpriv",
                "--reuid=" + ORDINARY,
                "--regid=" + ORDINARY,
                "--clear-groups",
                "env",
                "TMPDIR=" + temporary,
                "HOME=" + temporary,
                // The poorest locale: nothing may depend on it.
                "LC_ALL=C");
        // When
        String whole = System.getProperty("slipway.chaos", "true");
        List<String> lines = new ArrayList<>();
        int code;
        try (ChildJvm jvm =
                ChildJvm.start(prefix, readableClassPath(), TestRun.class.getName(), temporary.toString(), whole)) {
            for (String line = jvm.readLine(); line != null; line = jvm.readLine()) {
                lines.add(line);
            }
            code = jvm.process().waitFor();
        }
        // Then
        assertThat(lines).as(String.join("\n", lines)).contains("failed: 0");
        assertThat(code).isZero();
    }

    /** The build's own class path lies in folders that only root may enter. */
    private String readableClassPath() throws IOException {
        List<String> copies = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path source = Path.of(entry);
            Path copy = folder.resolve("class-path-" + copies.size() + "-" + source.getFileName());
            if (Files.isDirectory(source)) {
                copyTree(source, copy);
            } else if (Files.exists(source)) {
                Files.copy(source, copy);
            }
            copies.add(copy.toString());
        }
        return String.join(File.pathSeparator, copies);
    }

    private static void copyTree(Path source, Path target) throws IOException {
        try (Stream<Path> tree = Files.walk(source)) {
            for (Path path : (Iterable<Path>) tree::iterator) {
                Files.copy(path, target.resolve(source.relativize(path).toString()));
            }
        }
    }
}
