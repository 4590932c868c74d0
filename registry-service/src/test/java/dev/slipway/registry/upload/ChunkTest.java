package dev.slipway.registry.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.registry.fault.RegistryException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkTest {

    @ParameterizedTest
    @ValueSource(strings = {"10-19", " 10-19 ", "bytes 10-19/200", "bytes=10-19"})
    void theFormsThatClientsSendAreRead(String header) {
        // When
        Chunk chunk = Chunk.parse(header);

        // Then
        assertThat(chunk).isEqualTo(new Chunk(10, 19));
        assertThat(chunk.lengthBytes()).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "19-10", "-5", "a-b", "10-19-20", "99999999999999999999-1"})
    void anythingElseIsRefused(String header) {
        // When / Then
        assertThatExceptionOfType(RegistryException.class).isThrownBy(() -> Chunk.parse(header));
    }
}
