package dev.slipway.bench.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BelongingsTest {

    private final List<String> ended = new ArrayList<>();

    @Test
    void whatWasStartedLastEndsFirst() {
        // Given
        Belongings belongings = new Belongings();
        belongings.keep(() -> ended.add("database"));
        belongings.keep(() -> ended.add("server"));

        // When
        belongings.close();
        belongings.close();

        // Then
        assertThat(ended).containsExactly("server", "database");
    }

    @Test
    void whatIsStartedTooLateEndsAtOnce() {
        // Given
        Belongings belongings = new Belongings();
        belongings.close();

        // When Then
        assertThatThrownBy(() -> belongings.keep(() -> ended.add("server"))).hasMessageContaining("told to end");
        assertThat(ended).containsExactly("server");
    }

    @Test
    void aGeneratorThatIsStillAtWorkEndsToo() throws IOException, InterruptedException {
        // Given
        Belongings belongings = new Belongings();
        Process atWork = new ProcessBuilder("cat").start();

        // When
        belongings.close();

        // Then
        assertThat(atWork.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(atWork.exitValue()).isNotZero();
    }
}
