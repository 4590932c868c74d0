package dev.slipway.build.definition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DroneYamlTest {

    @Test
    void readsTheStepsInTheOrderOfTheFile() {
        // Given
        String file = """
                workspace:
                  base: /drone
                pipeline:
                  test:
                    image: maven:3
                    pull: true
                    environment:
                      - GREETING=hello = world
                      - EMPTY=
                    commands:
                      - mvn -B test
                      - 'echo "done: ok"'
                  build:
                    image: golang
                    environment:
                      RETRIES: 3
                      VERSION: 1.10
                      QUIET: true
                    commands: make
                """;

        // When
        BuildPlan plan = parse(file);

        // Then
        assertThat(plan.stages()).containsExactly("test", "build");
        assertThat(plan.dockerNeeds()).isEmpty();
        PlannedStep test = plan.steps().get(0);
        assertThat(test.image()).isEqualTo("maven:3");
        assertThat(test.commands()).containsExactly("mvn -B test", "echo \"done: ok\"");
        assertThat(test.environment()).isEqualTo(Map.of("GREETING", "hello = world", "EMPTY", ""));
        PlannedStep build = plan.steps().get(1);
        assertThat(build.commands()).containsExactly("make");
        assertThat(build.environment()).isEqualTo(Map.of("RETRIES", "3", "VERSION", "1.10", "QUIET", "true"));
    }

    @Test
    void mergesAnchors() {
        // Given
        String file = """
                x-defaults: &defaults
                  image: maven:3
                  environment: { A: one }
                pipeline:
                  test:
                    <<: *defaults
                    image: maven:4
                    commands: [ mvn test ]
                """;

        // When
        PlannedStep step = parse(file).steps().get(0);

        // Then
        assertThat(step.image()).isEqualTo("maven:4");
        assertThat(step.environment()).containsOnly(Map.entry("A", "one"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "services: { db: { image: postgres } }\npipeline: { a: { commands: [ make ] } }",
                "volumes: [ /tmp ]\npipeline: { a: { commands: [ make ] } }",
                "pipeline: { publish: { image: plugins/docker, repo: a/b, when: { branch: main } } }",
                "pipeline: { a: { commands: [ make ], volumes: [ '/a:/b' ] } }",
                "pipeline: { a: { commands: [ make ], privileged: true } }",
            })
    void marksWhatNeedsContainers(String file) {
        // Given a file that asks for what only containers can do

        // When
        BuildPlan plan = parse(file);

        // Then
        assertThat(plan.dockerNeeds()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    pipeline: { a: { commands: [ make ], when: { branch: main } } } | pipeline.a.when | is not supported yet
                    pipeline: { a: { commands: [ make ], detach: true } } | pipeline.a.detach | is not supported yet
                    pipeline: { a: { commands: [ make ], comands: [ x ] } } | pipeline.a.comands | is not a key of a step with commands
                    { matrix: { GO: [ 1 ] }, pipeline: { a: { commands: [ make ] } } } | matrix | is not supported yet
                    { branches: main, pipeline: { a: { commands: [ make ] } } } | branches | is not supported yet
                    { platform: linux/arm64, pipeline: { a: { commands: [ make ] } } } | platform | only linux/amd64 is supported yet
                    { notify: { }, pipeline: { a: { commands: [ make ] } } } | notify | is not a key of this format
                    pipeline: { } | pipeline | has no step
                    pipeline: [ a ] | pipeline | must be a map
                    pipeline: { a: { commands: [ 'a': b ] } } | pipeline.a.commands | must be text, but is a map
                    pipeline: { a: { commands: [ x ], environment: [ A ] } } | pipeline.a.environment | must be written NAME=value
                    pipeline: { a: { commands: [ x ], environment: { A-B: 1 } } } | pipeline.a.environment.A-B | is no name of a variable
                    pipeline: { a: { commands: [ x ], commands: [ y ] } } | pipeline.a.commands | is given twice
                    """)
    void namesLineAndKeyOfWhatItRefuses(String file, String key, String problem) {
        // Given a file with a fault in line 2
        String content = "# comment\n" + file;

        // When, Then
        assertThatExceptionOfType(DefinitionException.class)
                .isThrownBy(() -> parse(content))
                .withMessageStartingWith(".drone.yml:2: " + key + ": " + problem)
                .satisfies(failure -> assertThat(failure.key()).isEqualTo(key));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    '' | holds no YAML document
                    just text | must be a map with the key pipeline
                    image: x | has no pipeline
                    kind: pipeline | is written for Drone 1 or later
                    'a: [' | is not YAML
                    'a: *b' | is not YAML
                    """)
    void refusesWhatIsNoPipeline(String file, String problem) {
        // Given a file that is no definition at all

        // When, Then
        assertThatExceptionOfType(DefinitionException.class)
                .isThrownBy(() -> parse(file))
                .withMessageContaining(problem);
    }

    @Test
    void refusesBytesThatAreNoText() {
        // Given
        byte[] content = {(byte) 0xc3, (byte) 0x28, 0};

        // When, Then
        assertThatExceptionOfType(DefinitionException.class)
                .isThrownBy(() -> DroneYaml.parse(content, ".drone.yml"))
                .withMessage(".drone.yml: is not text in UTF-8");
    }

    private static BuildPlan parse(String file) {
        return DroneYaml.parse(file.getBytes(UTF_8), ".drone.yml");
    }
}
