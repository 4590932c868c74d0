package dev.slipway.local.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.FileTrees;
import dev.slipway.local.data.DataFolder;
import dev.slipway.local.data.RunState;
import dev.slipway.local.data.StateFile;
import dev.slipway.local.progress.PlainProgress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReportTest {

    private static final RunState STATE = new RunState(1, 1, "boot", "http://127.0.0.1:1", List.of());

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private StateFile file;
    private RunReport report;
    private Path run;

    @BeforeEach
    void makeReport() {
        DataFolder data = new DataFolder(folder.resolve("data"), folder.resolve("runtime"));
        data.create();
        run = data.path().resolve("run");
        file = new StateFile(data);
        report = new RunReport(file, new PlainProgress(new PrintStream(printed, true, StandardCharsets.UTF_8)));
    }

    @Test
    void aStateThatCannotBeWrittenIsSaidOnceAndEndsNothing() throws IOException {
        // A file where the folder should be: like a full disk, nothing can be written there, not even by root.
        FileTrees.delete(run);
        Files.writeString(run, "");

        // When
        report.show(STATE);
        report.show(STATE);

        // Then
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .startsWith("What ./slipway status shows is out of date: ")
                .hasLineCount(1);
    }

    @Test
    void onceThereIsRoomAgainTheStateIsWritten() throws IOException {
        FileTrees.delete(run);
        Files.writeString(run, "");
        report.show(STATE);
        Files.delete(run);

        // When
        report.show(STATE);

        // Then
        assertThat(file.read()).hasValue(STATE);
    }

    @Test
    void afterTheEndNothingIsWritten() {
        report.show(STATE);

        // When
        report.end();
        report.show(STATE);

        // Then
        assertThat(file.read()).isEmpty();
    }
}
