package dev.slipway.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SlipwayScriptTest {

    @TempDir
    private Path folder;

    @Test
    void aJdkThatIsTooOldIsOneClearLine() throws IOException {
        jdk("11", "11.0.2");

        // When
        SlipwayScript.Outcome outcome = SlipwayScript.run(onlyTheseJdks(), "status");

        // Then
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).isEqualTo("slipway: JDK 17, 21 or 25 is needed, found only: 11\n");
    }

    @Test
    void noJdkAtAllIsOneClearLine() throws IOException {
        tools();

        // When
        SlipwayScript.Outcome outcome = SlipwayScript.run(onlyTheseJdks(), "status");

        // Then
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err())
                .isEqualTo("slipway: no JDK found: install JDK 17, 21 or 25, or set JAVA_HOME to one\n");
    }

    @Test
    void theNewestTestedJdkIsTaken() throws IOException {
        jdk("17", "17.0.15");
        jdk("21", "21.0.9");
        jdk("24", "24.0.1");

        // When
        SlipwayScript.Outcome outcome = SlipwayScript.run(onlyTheseJdks(), "status");

        // Then
        assertThat(outcome.out()).startsWith("java of 21.0.9 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "help", "--help", "-h"})
    void helpNeedsNeitherABuildNorAJdkAndNamesEveryCommand(String word) throws IOException {
        tools();
        String[] arguments = word.isEmpty() ? new String[0] : new String[] {word};

        // When
        SlipwayScript.Outcome outcome = SlipwayScript.run(onlyTheseJdks(), arguments);

        // Then
        assertThat(outcome.code()).as(outcome.err()).isZero();
        for (String command : new CommandLine(new Slipway()).getSubcommands().keySet()) {
            assertThat(outcome.out()).containsPattern("(?m)^  " + command + " +\\w");
        }
    }

    @Test
    void aMissingGitIsOneClearLine() throws IOException {
        jdk("17", "17.0.15");

        // When
        SlipwayScript.Outcome outcome = SlipwayScript.run(onlyTheseJdks(), "up");

        // Then
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err())
                .isEqualTo("slipway: git is not installed (not on the PATH): builds clone repositories with it\n");
    }

    /** A PATH with what the script itself needs, and nothing else. */
    private Map<String, String> onlyTheseJdks() {
        return Map.of(
                "PATH",
                folder.resolve("bin").toString(),
                "JAVA_HOME",
                "",
                "HOME",
                folder.toString(),
                "SLIPWAY_JDK_FOLDERS",
                folder.resolve("jdks") + "/*");
    }

    private void jdk(String name, String version) throws IOException {
        tools();
        Path home = folder.resolve("jdks").resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        for (String program : new String[] {"java", "javac"}) {
            Path file = home.resolve("bin").resolve(program);
            Files.writeString(file, "#!/bin/sh\necho " + program + " of " + version + " \"$@\"\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
    }

    private void tools() throws IOException {
        Files.createDirectories(folder.resolve("bin"));
        for (String tool : new String[] {"dirname", "sed", "readlink", "ls", "head", "find", "cat"}) {
            Path link = folder.resolve("bin").resolve(tool);
            if (!Files.exists(link)) {
                Files.createSymbolicLink(link, where(tool));
            }
        }
    }

    private static Path where(String tool) {
        Path usr = Path.of("/usr/bin", tool);
        return Files.exists(usr) ? usr : Path.of("/bin", tool);
    }
}
