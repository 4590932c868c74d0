package dev.slipway.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.embedded.FileTrees;
import dev.slipway.local.data.DataFolder;
import dev.slipway.local.machine.Programs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A suite in the foreground of a real terminal, which {@code script} makes (of util-linux; without it these tests do not run): started
 * with {@code --fresh} on old data and without one service, ended by Ctrl-C.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TerminalIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int CTRL_C = 3;
    private static final String LEFT_OUT = "registry-service";

    private SuiteUnderTest suite;
    private Path old;
    private Process terminal;
    private Path screen;

    @BeforeAll
    void up() throws Exception {
        assumeThat(Programs.find("script")).isPresent();
        suite = SuiteUnderTest.make("terminal-");
        DataFolder data = new DataFolder(suite.data(), suite.data().resolve("runtime"));
        data.create();
        Files.writeString(data.secrets().resolve("admin-token"), "an-old-token");
        old = Files.writeString(data.make("build-service").resolve("old"), "");
        screen = suite.data().resolveSibling(suite.data().getFileName() + ".screen");
        // Whoever runs the tests in the background may have made them deaf to Ctrl-C.
        String up = "exec env --default-signal=INT " + SlipwayScript.path() + " up --fresh --without " + LEFT_OUT
                + " --port " + suite.port() + " --data " + suite.data();
        terminal = SlipwayScript.withEnvironment(
                        new ProcessBuilder("script", "--quiet", "--flush", "--command", up, "/dev/null"), Map.of())
                .redirectErrorStream(true)
                .redirectOutput(screen.toFile())
                .start();
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(seen()).contains("Slipway is ready on http://127.0.0.1:" + suite.port()));
    }

    @AfterAll
    void ctrlCStopsAllInOrderAndLeavesNothing() throws Exception {
        if (terminal == null) {
            return;
        }

        // When
        OutputStream keyboard = terminal.getOutputStream();
        keyboard.write(CTRL_C);
        keyboard.flush();

        // Then
        boolean ended = terminal.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (!ended) {
            suite.slipway("down");
        }
        assertThat(ended).as(seen()).isTrue();
        List<String> stopped = seen().lines()
                .filter(line -> line.endsWith(" stopped"))
                .map(line -> line.split(" ")[0])
                .toList();
        assertThat(stopped)
                .hasSize(SuiteUnderTest.PROCESSES - 1)
                .startsWith("api-gateway")
                .endsWith("kafka", "postgres");
        assertThat(suite.commandLines()).isEmpty();
        assertThat(suite.slipway("status").code()).isEqualTo(3);
        FileTrees.delete(suite.data());
        Files.delete(screen);
    }

    @Test
    void freshStartsEmptyAndShowsTheNewTokenOnce() throws IOException {
        // When
        String token = suite.adminToken();

        // Then
        assertThat(old).doesNotExist();
        assertThat(token).isNotEqualTo("an-old-token");
        assertThat(seen())
                .contains("Administrator's token (shown this once, kept in ")
                .contains(": " + token);
    }

    @Test
    void theTerminalIsDrawnOverWhileThingsStart() throws IOException {
        // When
        String seen = seen();

        // Then
        assertThat(seen).containsPattern("\033\\[\\d+A\033\\[J");
        assertThat(seen).containsPattern("starting \\d+\\.\\d s");
        assertThat(seen).containsPattern("✔\\S* +build-service +ready in \\d+\\.\\d s");
    }

    @Test
    void aServiceThatWasLeftOutIsStartedByHandUnderItsEnvironment() throws Exception {
        assertThat(suite.process(LEFT_OUT).path("state").asText()).isEqualTo("EXTERNAL");
        assertThat(suite.statusOf("/healthz", "")).isEqualTo(503);
        String byHand = "eval \"$(" + SlipwayScript.path() + " env " + LEFT_OUT + " --data " + suite.data() + ")\"; "
                + "exec \"$JAVA_HOME/bin/java\" -jar " + SlipwayScript.root() + "/" + LEFT_OUT
                + "/target/quarkus-app/quarkus-run.jar";

        // When
        Process service = SlipwayScript.withEnvironment(new ProcessBuilder("sh", "-c", byHand), Map.of())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();

        // Then
        try {
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(suite.statusOf("/healthz", "")).isEqualTo(200));
        } finally {
            service.destroy();
            service.waitFor();
        }
    }

    /** All that was ever on the screen, without the carriage returns of a terminal. */
    private String seen() throws IOException {
        return Files.readString(screen).replace("\r", "");
    }
}
