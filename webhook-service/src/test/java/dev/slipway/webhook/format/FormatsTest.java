package dev.slipway.webhook.format;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.kit.error.SlipwayException;
import dev.slipway.webhook.dialect.daocloud.DaocloudFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormatsTest {

    private final PayloadFormat daocloud = new DaocloudFormat();

    @ParameterizedTest
    @ValueSource(strings = {"build.*", "build.finished", "build.stage.changed", "bu*", "build.*.changed"})
    void daocloudTellsOfBuilds(String pattern) {
        // When Then
        assertThatCode(() -> Formats.requireExpressible(daocloud, EventTypePattern.parse(pattern)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*", "*.changed", "app.state.changed", "app.*", "pipeline.run.*", "image.pushed", "endpoint.*"})
    void whatDaocloudHasNoBodyForIsRefusedWithWhatThereIs(String pattern) {
        // When Then
        assertThatThrownBy(() -> Formats.requireExpressible(daocloud, EventTypePattern.parse(pattern)))
                .isInstanceOf(SlipwayException.class)
                .hasMessageContaining("cannot express " + pattern)
                .hasMessageContaining("build.finished");
    }

    @Test
    void aMisspeltTypeIsRefused() {
        // When Then
        assertThatThrownBy(() -> Formats.requireExpressible(daocloud, EventTypePattern.parse("build.finnished")))
                .hasMessageContaining("matches no event");
    }

    @Test
    void anUnknownFormatIsRefusedWithThoseThatThereAre() {
        // When Then
        assertThatThrownBy(() -> new Formats(List.of(daocloud)).named("xml")).hasMessageContaining("[daocloud]");
    }
}
