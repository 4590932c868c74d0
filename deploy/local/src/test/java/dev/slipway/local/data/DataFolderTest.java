package dev.slipway.local.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.local.LaunchFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
    void aFolderOfOtherThingsIsLeftAsItIs() throws IOException {
        Path home = Files.createDirectories(folder.resolve("home"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(home.resolve("thesis.txt"), "years of work");
        DataFolder data = new DataFolder(home, folder.resolve("runtime"));

        // When, Then
        for (ThrowingCallable change : List.<ThrowingCallable>of(data::create, data::empty)) {
            assertThatThrownBy(change)
                    .isInstanceOf(LaunchFailure.class)
                    .hasMessageStartingWith(home + " is not empty and is not a data folder of Slipway's");
        }
        assertThat(home).isDirectoryContaining("glob:**/thesis.txt");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
                .isEqualTo("rwxr-xr-x");
        try (Stream<Path> entries = Files.list(home)) {
            assertThat(entries).hasSize(1);
        }
    }

    @Test
    void anEmptyFolderIsTakenAndKeepsItsMode() throws IOException {
        Path given = Files.createDirectories(folder.resolve("given"));
        Files.setPosixFilePermissions(given, PosixFilePermissions.fromString("rwxr-xr-x"));
        DataFolder data = new DataFolder(given, folder.resolve("runtime"));
        assertThat(data.exists()).isFalse();

        // When
        data.create();
        data.create();

        // Then
        assertThat(data.exists()).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(given)))
                .isEqualTo("rwxr-xr-x");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(given.resolve("run"))))
                .isEqualTo("rwx------");
    }

    @Test
    void aFolderWithOnlyTheProgramsIsEmpty() throws IOException {
        DataFolder data = new DataFolder(folder.resolve("data"), folder.resolve("data/runtime"));
        Files.createDirectories(data.runtime().resolve("postgres"));

        // When
        data.create();

        // Then
        assertThat(data.exists()).isTrue();
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
        assertThat(data.exists()).isTrue();
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
