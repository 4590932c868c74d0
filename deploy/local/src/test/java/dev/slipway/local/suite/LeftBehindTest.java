package dev.slipway.local.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.local.data.DataFolder;
import dev.slipway.local.data.Phase;
import dev.slipway.local.data.ProcessState;
import dev.slipway.local.data.RunState;
import dev.slipway.local.data.StateFile;
import dev.slipway.sandbox.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftBehindTest {

    @TempDir
    private Path folder;

    private DataFolder data;

    @BeforeEach
    void makeFolder() {
        data = new DataFolder(folder.resolve("data"), folder.resolve("runtime"));
        data.create();
    }

    @Test
    void aRecordedProcessIsEnded() throws IOException {
        Process leftover = sleeper();
        record(ProcessIdentity.of(leftover.pid()).orElseThrow());

        // When
        int reaped = new LeftBehind(data).reap();

        // Then
        assertThat(reaped).isEqualTo(1);
        assertThat(leftover.isAlive()).isFalse();
        assertThat(new StateFile(data).read()).isEmpty();
    }

    @Test
    void aStrangerWithARecordedNumberIsSpared() throws IOException {
        Process stranger = sleeper();
        ProcessIdentity identity = ProcessIdentity.of(stranger.pid()).orElseThrow();
        record(new ProcessIdentity(identity.pid(), identity.startTicks() - 1, identity.bootId()));

        // When
        int reaped = new LeftBehind(data).reap();

        // Then
        assertThat(reaped).isZero();
        assertThat(stranger.isAlive()).isTrue();
        stranger.destroyForcibly();
    }

    @Test
    void aProcessThatCarriesTheFolderOnItsCommandLineIsEndedWithoutARecord() throws IOException {
        Process leftover =
                new ProcessBuilder("sh", "-c", "sleep 600; :", ServiceCommand.DATA_PROPERTY + data.path()).start();

        // When
        int reaped = new LeftBehind(data).reap();

        // Then
        assertThat(reaped).isEqualTo(1);
        assertThat(leftover.isAlive()).isFalse();
    }

    @Test
    void aStateThatCannotBeReadIsNoReasonToLeaveAnythingRunning() throws IOException {
        Process leftover =
                new ProcessBuilder("sh", "-c", "sleep 600; :", ServiceCommand.DATA_PROPERTY + data.path()).start();
        Files.writeString(data.state(), "");

        // When
        int reaped = new LeftBehind(data).reap();

        // Then
        assertThat(reaped).isEqualTo(1);
        assertThat(leftover.isAlive()).isFalse();
        assertThat(data.state()).doesNotExist();
    }

    private static Process sleeper() throws IOException {
        return new ProcessBuilder("sleep", "600").start();
    }

    private void record(ProcessIdentity identity) {
        ProcessState process = new ProcessState(
                "build-service",
                identity.pid(),
                1,
                Phase.READY,
                "2026-01-01T00:00:00Z",
                0,
                null,
                identity.startTicks(),
                identity.bootId());
        new StateFile(data).write(new RunState(1, 1, identity.bootId(), "http://127.0.0.1:1", List.of(process)));
    }
}
