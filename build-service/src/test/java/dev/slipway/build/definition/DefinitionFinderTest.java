package dev.slipway.build.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefinitionFinderTest {

    private static final String DRONE = "pipeline: { a: { commands: [ make ] } }\n";
    private static final String DAOCLOUD = "script: make\n";

    @TempDir
    Path folder;

    private Path checkout;

    @BeforeEach
    void makeCheckout() throws IOException {
        checkout = Files.createDirectory(folder.resolve("checkout"));
    }

    @Test
    void prefersDroneToDaocloud() throws IOException {
        // Given
        Files.writeString(checkout.resolve(".drone.yml"), DRONE);
        Files.writeString(checkout.resolve("daocloud.yml"), DAOCLOUD);

        // When
        BuildPlan plan = DefinitionFinder.read(checkout, null);

        // Then
        assertThat(plan.file()).isEqualTo(".drone.yml");
    }

    @Test
    void takesDaocloudWhereThereIsNoDrone() throws IOException {
        // Given
        Files.writeString(checkout.resolve("daocloud.yml"), DAOCLOUD);

        // When
        BuildPlan plan = DefinitionFinder.read(checkout, "");

        // Then
        assertThat(plan.file()).isEqualTo("daocloud.yml");
    }

    @Test
    void takesThePathOfTheFlowAlone() throws IOException {
        // Given
        Files.writeString(checkout.resolve(".drone.yml"), DRONE);
        Files.createDirectories(checkout.resolve("ci"));
        Files.writeString(checkout.resolve("ci/build.yml"), DRONE);

        // When
        BuildPlan plan = DefinitionFinder.read(checkout, "ci/build.yml");

        // Then
        assertThat(plan.file()).isEqualTo("ci/build.yml");
        assertThatExceptionOfType(DefinitionException.class)
                .isThrownBy(() -> DefinitionFinder.read(checkout, "ci/other.yml"))
                .withMessageStartingWith("ci/other.yml: not found");
    }

    @Test
    void saysWhatItLookedFor() {
        // Given an empty checkout

        // When, Then
        assertThatExceptionOfType(DefinitionException.class)
                .isThrownBy(() -> DefinitionFinder.read(checkout, null))
                .withMessageStartingWith(".drone.yml and daocloud.yml: not found");
    }

    @Test
    void followsNoWayOutOfTheRepository() throws IOException {
        // Given
        Path outside = Files.writeString(folder.resolve("outside.yml"), DRONE);
        Files.createSymbolicLink(checkout.resolve(".drone.yml"), outside);

        // When, Then
        assertThatExceptionOfType(DefinitionException.class).isThrownBy(() -> DefinitionFinder.read(checkout, null));
        assertThatExceptionOfType(DefinitionException.class)
                .isThrownBy(() -> DefinitionFinder.read(checkout, "../outside.yml"));
        assertThatExceptionOfType(DefinitionException.class)
                .isThrownBy(() -> DefinitionFinder.read(checkout, outside.toString()));
    }

    @Test
    void doesNotWaitForAnythingThatIsNoRegularFile() throws IOException {
        // Given
        Files.createDirectory(checkout.resolve(".drone.yml"));

        // When, Then
        assertThatExceptionOfType(DefinitionException.class)
                .isThrownBy(() -> DefinitionFinder.read(checkout, null))
                .withMessageContaining("not found");
    }

    @Test
    void refusesAHugeFileWithoutReadingItWhole() throws IOException {
        // Given
        try (var file =
                new java.io.RandomAccessFile(checkout.resolve(".drone.yml").toFile(), "rw")) {
            file.setLength(10L * 1024 * 1024 * 1024);
        }

        // When, Then
        assertThatExceptionOfType(DefinitionException.class)
                .isThrownBy(() -> DefinitionFinder.read(checkout, null))
                .withMessage(".drone.yml: is larger than 1 MiB");
    }
}
