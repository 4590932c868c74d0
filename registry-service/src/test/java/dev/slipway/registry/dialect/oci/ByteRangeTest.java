package dev.slipway.registry.dialect.oci;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {

    private static final long SIZE = 100;

    @ParameterizedTest
    @CsvSource({"bytes=0-9,0,10", "bytes=90-,90,10", "bytes=-10,90,10", "bytes=50-500,50,50", "bytes=-500,0,100"})
    void aRangeIsCutToTheContent(String header, long firstByte, long lengthBytes) {
        // When
        Optional<ByteRange> range = ByteRange.parse(header, SIZE);

        // Then
        assertThat(range).contains(new ByteRange(firstByte, lengthBytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bytes=", "bytes=-", "bytes=9-0", "bytes=0-1,5-6", "lines=1-2", "bytes=a-b"})
    void whatIsNoSingleRangeAsksForTheWhole(String header) {
        // When
        Optional<ByteRange> range = ByteRange.parse(header, SIZE);

        // Then
        assertThat(range).isEmpty();
    }

    @Test
    void aRangeBeyondTheEndCannotBeServed() {
        // When
        Optional<ByteRange> range = ByteRange.parse("bytes=100-", SIZE);

        // Then
        assertThat(range).hasValueSatisfying(found -> {
            assertThat(found.isSatisfiable()).isFalse();
            assertThat(found.contentRange(SIZE)).isEqualTo("bytes */100");
        });
    }
}
