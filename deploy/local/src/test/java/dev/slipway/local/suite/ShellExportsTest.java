package dev.slipway.local.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShellExportsTest {

    @Test
    void aShellReadsBackExactlyWhatWasThere() throws Exception {
        String value = "it's $HOME `id` \"quoted\" \\ and\ntwo lines";
        String exports = ShellExports.of(Map.of("ODD", value, "EMPTY", ""));

        // When
        Process shell = new ProcessBuilder("sh", "-c", exports + "printf '%s|%s' \"$ODD\" \"$EMPTY\"").start();

        // Then
        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(value + "|");
    }
}
