package dev.slipway.build;

import dev.slipway.testkit.GitFixture;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** A folder of git repositories that the service under test may clone from. */
public final class SourceFolders implements QuarkusTestResourceLifecycleManager {

    private static final String FILE_ROOTS = "slipway.build.source.file-roots";

    private @Nullable Path folder;

    /** The repositories of the running test application. */
    public static GitFixture repositories() {
        return GitFixture.in(Path.of(ConfigProvider.getConfig().getValue(FILE_ROOTS, String.class)));
    }

    @Override
    public Map<String, String> start() {
        try {
            folder = Files.createTempDirectory("slipway-sources-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(FILE_ROOTS, folder.toString());
    }

    @Override
    public void stop() {
        if (folder == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
