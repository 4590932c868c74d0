package dev.slipway.bench.suite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A small git repository whose only step tells when it was executed.
 *
 * @param sha of its only commit
 */
public record SampleRepository(Path folder, String sha) {

    /** What the step prints before the time, in nanoseconds since the epoch. */
    public static final String MARK = "executed-at ";

    private static final String DEFINITION = """
            pipeline:
              first:
                image: none
                commands:
                  - echo "executed-at $(date +%s%N)"
            """;

    public static SampleRepository make(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(".drone.yml"), DEFINITION);
        Files.writeString(folder.resolve("README"), "A repository to measure with.\n");
        git(folder, "init", "--quiet", "--initial-branch=main");
        git(folder, "add", "--all");
        git(folder, "-c", "user.name=bench", "-c", "user.email=bench@example.org", "commit", "--quiet", "-m", "Begin");
        return new SampleRepository(folder, git(folder, "rev-parse", "HEAD"));
    }

    private static String git(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(List.of(arguments));
        Process git = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (git.waitFor() != 0) {
            throw new IOException("git " + String.join(" ", arguments) + " failed");
        }
        return output;
    }
}
