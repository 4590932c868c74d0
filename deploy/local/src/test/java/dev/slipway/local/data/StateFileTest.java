package dev.slipway.local.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateFileTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{\"launcher_pid\": 1", "{\"launcher_pid\": \"one\"}", "{}"})
    void whatIsNoStateIsNone(String content) throws IOException {
        DataFolder data = new DataFolder(folder.resolve("data"), folder.resolve("runtime"));
        data.create();
        Files.writeString(data.state(), content);

        // When, Then
        assertThat(new StateFile(data).read()).isEmpty();
    }
}
