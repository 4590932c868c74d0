package dev.slipway.app;

import dev.slipway.sandbox.DetachedExit;
import dev.slipway.sandbox.DetachedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;

/** Apps outlive their service; they shall not outlive a test that fails. */
public final class LeftApps {

    private LeftApps() {}

    /** Stops those of the service under test. */
    public static void stop() throws Exception {
        stop(Path.of(ConfigProvider.getConfig().getValue("slipway.data.dir", String.class)));
    }

    /** Stops those of a service with that data folder. */
    public static void stop(Path dataFolder) throws Exception {
        List<CompletableFuture<DetachedExit>> ends = new ArrayList<>();
        try (Stream<Path> runs = Files.list(dataFolder.resolve("apps"))) {
            for (Path run : runs.toList()) {
                adopt(run, ends);
            }
        }
        CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
    }

    /** Stops those of the service under test as the launcher does when everything ends. */
    static void stopByOperator(String reason) throws Exception {
        Path dataFolder = Path.of(ConfigProvider.getConfig().getValue("slipway.data.dir", String.class));
        try (Stream<Path> runs = Files.list(dataFolder.resolve("apps"))) {
            for (Path run : runs.toList()) {
                DetachedProcess.adopt(run)
                        .filter(DetachedProcess::isAlive)
                        .ifPresent(process -> process.stop(Duration.ofSeconds(5), reason));
            }
        }
    }

    private static void adopt(Path run, List<CompletableFuture<DetachedExit>> ends) throws IOException {
        DetachedProcess.adopt(run)
                .filter(DetachedProcess::isAlive)
                .ifPresent(process -> ends.add(process.stop(Duration.ZERO).toCompletableFuture()));
    }
}
