package dev.slipway.build.definition;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the file that defines a build in a checked-out repository: the flow's path if it has one, else {@code .drone.yml}, else
 * {@code daocloud.yml}. The repository's content is not trusted: a link that leads out of it, and anything that is no regular file, is
 * not followed.
 */
public final class DefinitionFinder {

    private static final List<String> USUAL = List.of(".drone.yml", "daocloud.yml");

    private DefinitionFinder() {}

    /**
     * Blocks on the file system.
     *
     * @throws DefinitionException if there is none, saying what was looked for, or if it cannot be built from
     */
    public static BuildPlan read(Path checkout, @Nullable String flowPath) throws IOException {
        List<String> candidates = flowPath == null || flowPath.isBlank() ? USUAL : List.of(flowPath);
        for (String candidate : candidates) {
            Path found = find(checkout, candidate);
            if (found != null) {
                return parse(content(found), candidate);
            }
        }
        throw new DefinitionException(
                String.join(" and ", candidates), 0, null, "not found in the repository; nothing says what to build");
    }

    private static @Nullable Path find(Path checkout, String candidate) throws IOException {
        Path root = checkout.toRealPath();
        Path path;
        try {
            path = root.resolve(candidate).normalize();
        } catch (InvalidPathException invalid) {
            return null;
        }
        if (!path.startsWith(root) || !Files.isRegularFile(path)) {
            return null;
        }
        Path real = path.toRealPath();
        return real.startsWith(root) ? real : null;
    }

    /** Reads one byte more than is allowed, so that the parser can refuse the file and a huge one is not read whole. */
    private static byte[] content(Path file) throws IOException {
        try (InputStream input = Files.newInputStream(file)) {
            return input.readNBytes(YamlFile.MAX_BYTES + 1);
        }
    }

    private static BuildPlan parse(byte[] content, String file) {
        String name = file.substring(file.lastIndexOf('/') + 1);
        return name.startsWith("daocloud.") ? DaocloudYaml.parse(content, file) : DroneYaml.parse(content, file);
    }
}
