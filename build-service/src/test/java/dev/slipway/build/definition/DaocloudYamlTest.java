package dev.slipway.build.definition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DaocloudYamlTest {

    @Test
    void readsVersionOneAsOneStep() {
        // Given
        String file = """
                image: daocloud/ci-golang:1.4
                env:
                  - KEY = "VALUE"
                  - OTHER=plain
                install:
                  - echo install
                before_script: echo before
                script:
                  - echo script
                """;

        // When
        BuildPlan plan = parse(file);

        // Then
        assertThat(plan.steps()).hasSize(1);
        PlannedStep step = plan.steps().get(0);
        assertThat(step.commands()).containsExactly("echo install", "echo before", "echo script");
        assertThat(step.environment()).isEqualTo(Map.of("KEY", "VALUE", "OTHER", "plain"));
        assertThat(step.image()).isEqualTo("daocloud/ci-golang:1.4");
    }

    @Test
    void marksServicesAsNeedingContainers() {
        // Given
        String file = "services: [ mysql ]\nscript: make\n";

        // When
        BuildPlan plan = parse(file);

        // Then
        assertThat(plan.dockerNeeds()).containsExactly("services");
    }

    @ParameterizedTest
    @ValueSource(strings = {"version: 3.0\nstages: [ test ]\n", "stages: [ test ]\nscript: x\n"})
    void saysThatStagesAreNotSupportedYet(String file) {
        // Given a file of version 3

        // When, Then
        assertThatExceptionOfType(DefinitionException.class)
                .isThrownBy(() -> parse(file))
                .withMessageContaining("not supported yet");
    }

    private static BuildPlan parse(String file) {
        return DaocloudYaml.parse(file.getBytes(UTF_8), "daocloud.yml");
    }
}
