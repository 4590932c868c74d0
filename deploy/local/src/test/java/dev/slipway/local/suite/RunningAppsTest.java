package dev.slipway.local.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.local.data.DataFolder;
import dev.slipway.sandbox.DetachedExit;
import dev.slipway.sandbox.DetachedPolicy;
import dev.slipway.sandbox.DetachedProcess;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.sandbox.SandboxSettings;
import dev.slipway.sandbox.SandboxedCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningAppsTest {

    private static final DetachedPolicy POLICY = new DetachedPolicy(Duration.ofSeconds(5), 1024L * 1024);

    @TempDir
    private Path folder;

    private DataFolder data;

    @BeforeEach
    void makeFolder() {
        data = new DataFolder(folder.resolve("data"), folder.resolve("runtime"));
        data.create();
    }

    @Test
    void appsAreStoppedInOrderWithTheReason() throws Exception {
        DetachedProcess app = start("one", "trap 'echo bye; exit 0' TERM; echo ready; while :; do sleep 0.1; done");
        await().until(() -> Files.exists(app.log()) && Files.size(app.log()) > 0);

        // When
        new RunningApps(data).stop();

        // Then
        DetachedExit exit = app.onExit().toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(app.log()).content().startsWith("ready\n").endsWith("bye\n");
        assertThat(exit.stopReason()).hasValue(RunningApps.REASON);
    }

    @Test
    void aRecordThatCannotBeReadKeepsNoAppRunning() throws IOException {
        DetachedProcess unknown = start("one", "sleep 600");
        DetachedProcess known = start("two", "sleep 600");
        Files.writeString(data.apps().resolve("one").resolve("process.json"), "");

        // When
        new RunningApps(data).stop();

        // Then
        assertThat(unknown.isAlive()).isFalse();
        assertThat(known.isAlive()).isFalse();
    }

    @Test
    void anAppThatTakesTooLongIsEndedByForce() throws Exception {
        DetachedProcess app = start("one", "trap '' TERM; echo ready; while :; do sleep 0.1; done");
        await().until(() -> Files.exists(app.log()) && Files.size(app.log()) > 0);

        // When
        new RunningApps(data, Duration.ofMillis(200)).stop();

        // Then
        assertThat(app.isAlive()).isFalse();
    }

    private DetachedProcess start(String run, String script) throws IOException {
        Path work = Files.createDirectories(folder.resolve("work"));
        Sandbox sandbox =
                Sandbox.open(SandboxSettings.in(folder.resolve("sandbox")).withUnsafe(true));
        sandbox.give(work);
        SandboxedCommand command = SandboxedCommand.of(List.of("/bin/sh", "-c", script))
                .readWrite(work, Path.of("/workspace"))
                .workingDirectory(Path.of("/workspace"))
                .build();
        return sandbox.startDetached(command, data.apps().resolve(run), POLICY);
    }
}
