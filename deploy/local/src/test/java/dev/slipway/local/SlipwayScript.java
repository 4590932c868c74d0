package dev.slipway.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs the real {@code ./slipway} on the jars as they are, and tells what it printed. */
final class SlipwayScript {

    private static final Path ROOT = Path.of(System.getProperty("slipway.root", "../.."))
            .toAbsolutePath()
            .normalize();

    private SlipwayScript() {}

    /** What came of a run. */
    record Outcome(int code, String out, String err) {}

    static Outcome run(String... arguments) {
        return run(Map.of(), arguments);
    }

    static Outcome run(Map<String, String> environment, String... arguments) {
        try {
            Process process = start(environment, arguments);
            // Both are read at once: a full pipe would stop the script.
            StringBuilder err = new StringBuilder();
            Thread reader = new Thread(() -> err.append(text(process.getErrorStream())));
            reader.start();
            String out = text(process.getInputStream());
            reader.join();
            return new Outcome(process.waitFor(), out, err.toString());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    static Process start(Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of("/bin/sh", path().toString()));
        command.addAll(List.of(arguments));
        try {
            return withEnvironment(new ProcessBuilder(command), environment).start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** In the checkout, on the jars as they are, with nothing of the tester's own settings. */
    static ProcessBuilder withEnvironment(ProcessBuilder builder, Map<String, String> environment) {
        builder.directory(ROOT.toFile());
        builder.environment().put("SLIPWAY_BUILD", "never");
        builder.environment().remove("SLIPWAY_ADMIN_TOKEN");
        builder.environment().putAll(environment);
        return builder;
    }

    static Path root() {
        return ROOT;
    }

    static Path path() {
        return ROOT.resolve("slipway");
    }

    private static String text(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
