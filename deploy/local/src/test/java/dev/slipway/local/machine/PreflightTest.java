package dev.slipway.local.machine;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.local.LaunchFailure;
import dev.slipway.local.data.DataFolder;
import dev.slipway.local.suite.SuiteOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {

    private static final long MEBIBYTE = 1024L * 1024;

    @TempDir
    private Path folder;

    @Test
    void aDiskThatIsNearlyFullIsOneClearLine() {
        Preflight preflight = onDisk(any -> 511 * MEBIBYTE);

        // When, Then
        assertThatThrownBy(preflight::checkSpace)
                .isInstanceOf(LaunchFailure.class)
                .hasMessage("The disk of " + folder + " is full: 511 MiB free, 512 MiB needed; make room or use another"
                        + " --data folder");
    }

    @Test
    void aDiskWithJustEnoughRoomWillDo() {
        Preflight preflight = onDisk(any -> 512 * MEBIBYTE);

        // When, Then
        assertThatCode(preflight::checkSpace).doesNotThrowAnyException();
    }

    @Test
    void aDiskThatCannotBeLookedAtIsSaid() {
        Preflight preflight = onDisk(any -> {
            throw new IOException("stale handle");
        });

        // When, Then
        assertThatThrownBy(preflight::checkSpace)
                .isInstanceOf(LaunchFailure.class)
                .hasMessageContaining("cannot be looked at: stale handle");
    }

    private Preflight onDisk(Preflight.Disk disk) {
        SuiteOptions options = new SuiteOptions(folder, "127.0.0.1", 1, null, null, List.of(), Set.of(), false);
        return new Preflight(options, new DataFolder(folder, folder.resolve("runtime")), disk);
    }
}
