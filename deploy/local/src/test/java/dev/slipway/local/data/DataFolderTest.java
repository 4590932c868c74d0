package dev.slipway.local.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.local.LaunchFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @TempDir
    private Path folder;

    @Test
    void itIsForItsOwnerAlone() throws IOException {
        DataFolder data = new DataFolder(folder.resolve("data"), folder.resolve("data/runtime"));

        // When
        data.create();

        // Then
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.path())))
                .isEqualTo("rwx------");
    }

    @Test
    void emptyingKeepsThePrograms() throws IOException {
        DataFolder data = new DataFolder(folder.resolve("data"), folder.resolve("data/runtime"));
        data.create();
        Files.createDirectories(data.runtime().resolve("postgres"));
        Files.createDirectories(data.postgres().resolve("data"));
        Files.writeString(data.log("build-service"), "old");
        Files.writeString(data.log(DataFolder.LAUNCHER), "being written");

        // When
        data.empty();

        // Then
        assertThat(data.runtime().resolve("postgres")).isDirectory();
        assertThat(data.log(DataFolder.LAUNCHER)).exists();
        assertThat(data.postgres()).doesNotExist();
        assertThat(data.log("build-service")).doesNotExist();
    }

    @Test
    void onlyOneLauncherMayHaveIt() {
        DataFolder data = new DataFolder(folder.resolve("data"), folder.resolve("runtime"));
        data.create();

        // When, Then
        try (DataFolderLock held = DataFolderLock.take(data)) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> DataFolderLock.take(data))
                    .isInstanceOf(LaunchFailure.class)
                    .hasMessageContaining("already running");
        }
        DataFolderLock.take(data).close();
    }
}
