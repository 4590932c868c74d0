package dev.slipway.embedded;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the broker's classes and jars are: the build output of module {@code libs/embedded-broker}.
 *
 * <p>Looked for under the system property {@value #ROOT_PROPERTY} (the repository's top folder; the build and the launcher set it),
 * else upward from the working folder, which is what an IDE gives.
 */
final class BrokerFiles {

    static final String ROOT_PROPERTY = "slipway.root";
    private static final Path MODULE = Path.of("libs", "embedded-broker", "target");

    private BrokerFiles() {}

    static String classPath() {
        Path target = find();
        return target.resolve("classes") + File.pathSeparator + target.resolve("lib") + "/*";
    }

    private static Path find() {
        String root = System.getProperty(ROOT_PROPERTY);
        Path start = Path.of(root == null ? "" : root).toAbsolutePath();
        for (@Nullable Path folder = start; folder != null; folder = folder.getParent()) {
            Path target = folder.resolve(MODULE);
            if (Files.isDirectory(target.resolve("lib")) && Files.isDirectory(target.resolve("classes"))) {
                return target;
            }
        }
        throw new ServerStartException("No built " + MODULE + " at or above " + start
                + ": build it with ./mvnw -pl libs/embedded-broker process-classes");
    }
}
