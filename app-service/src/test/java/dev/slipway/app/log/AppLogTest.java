package dev.slipway.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppLogTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a;b;c; | 2 | false | b;c;",
                "a;b;c | 2 | false | b;c",
                "a;b;c; | 9 | false | a;b;c;",
                "a;b;c; | 9 | true | b;c;",
                "a;b;c; | 1 | true | c;",
                "abc | 5 | true | abc",
                ";; | 1 | false | ;",
                "a; | 1 | false | a;"
            })
    void the_last_lines_are_whole(String text, int lines, boolean cut, String expected) {
        // Given
        byte[] bytes = text.replace(';', '\n').getBytes(StandardCharsets.UTF_8);
        // When
        byte[] last = LastLines.of(bytes, lines, cut);
        // Then
        assertThat(new String(last, StandardCharsets.UTF_8).replace('\n', ';')).isEqualTo(expected);
    }

    @Test
    void the_tail_reaches_into_the_file_before() throws Exception {
        // Given
        Path previous = Files.writeString(folder.resolve("previous"), "1\n2\n3\n");
        Path current = Files.writeString(folder.resolve("current"), "4\n5\n");
        // When
        byte[] tail = AppLog.tail(List.of(previous, current), 4, 1000);
        // Then
        assertThat(new String(tail, StandardCharsets.UTF_8)).isEqualTo("2\n3\n4\n5\n");
    }

    @Test
    void no_more_than_the_bytes_that_fit_are_read() throws Exception {
        // Given
        Path previous = Files.writeString(folder.resolve("previous"), "111\n222\n333\n");
        Path current = Files.writeString(folder.resolve("current"), "444\n555\n");
        // When
        byte[] tail = AppLog.tail(List.of(previous, current), 100, 11);
        // Then
        assertThat(new String(tail, StandardCharsets.UTF_8)).isEqualTo("444\n555\n");
    }

    @Test
    void what_was_never_printed_is_empty() throws Exception {
        // Given files that are not there
        List<Path> missing = List.of(folder.resolve("previous"), folder.resolve("current"));
        // When
        byte[] tail = AppLog.tail(missing, 4, 1000);
        // Then
        assertThat(tail).isEmpty();
    }
}
