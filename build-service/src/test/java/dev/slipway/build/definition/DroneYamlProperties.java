package dev.slipway.build.definition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;

class DroneYamlProperties {

    @Property(tries = 300)
    void whatIsWrittenIsWhatIsPlanned(
            @ForAll("names") List<String> names,
            @ForAll("commands") List<String> commands,
            @ForAll("environments") Map<String, String> environment) {
        // Given
        Map<String, Object> pipeline = new LinkedHashMap<>();
        names.forEach(name -> pipeline.put(name, Map.of("commands", commands, "environment", environment)));
        String file = new Dump(DumpSettings.builder()
                        .setDefaultScalarStyle(ScalarStyle.DOUBLE_QUOTED)
                        .build())
                .dumpToString(Map.of("pipeline", pipeline));

        // When
        BuildPlan plan = DroneYaml.parse(file.getBytes(UTF_8), ".drone.yml");

        // Then
        assertThat(plan.stages()).isEqualTo(names);
        assertThat(plan.steps()).allSatisfy(step -> {
            assertThat(step.commands()).isEqualTo(commands);
            assertThat(step.environment()).isEqualTo(environment);
        });
    }

    @Property(tries = 2000)
    void anyTextIsEitherPlannedOrRefusedWithAReason(@ForAll("yamlish") String file) {
        // Given, When
        String refusal = refusalOf(file.getBytes(UTF_8));

        // Then
        assertThat(refusal).startsWith(".drone.yml");
    }

    @Property(tries = 1000)
    void anyBytesAreEitherPlannedOrRefusedWithAReason(@ForAll byte[] content) {
        // Given, When
        String refusal = refusalOf(content);

        // Then
        assertThat(refusal).startsWith(".drone.yml");
    }

    private static String refusalOf(byte[] content) {
        try {
            return DroneYaml.parse(content, ".drone.yml").file();
        } catch (DefinitionException refused) {
            return refused.getMessage();
        }
    }

    @Provide
    Arbitrary<List<String>> names() {
        return Arbitraries.strings()
                .withChars("abcxyz-_ .:#0123456789é")
                .ofMinLength(1)
                .ofMaxLength(20)
                .filter(name -> !name.isBlank())
                .list()
                .uniqueElements()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    @Provide
    Arbitrary<List<String>> commands() {
        return Arbitraries.strings()
                .withCharRange(' ', '~')
                .withChars("\n\t€'\"&*!|>%@`")
                .ofMinLength(1)
                .ofMaxLength(60)
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
    }

    @Provide
    Arbitrary<Map<String, String>> environments() {
        Arbitrary<String> names =
                Arbitraries.strings().withChars("ABC_").ofMinLength(1).ofMaxLength(8);
        return Arbitraries.maps(
                        names, Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(30))
                .ofMaxSize(5);
    }

    @Provide
    Arbitrary<String> yamlish() {
        return Arbitraries.of(
                        "pipeline",
                        "commands",
                        "environment",
                        ": ",
                        ":",
                        "\n",
                        "\n  ",
                        "\n    ",
                        "- ",
                        "[",
                        "]",
                        "{",
                        "}",
                        ",",
                        "&a ",
                        "*a",
                        "<<",
                        "'",
                        "\"",
                        "|",
                        ">",
                        "!!set ",
                        "? ",
                        "#",
                        "---\n",
                        "null",
                        "~",
                        "%YAML 1.3\n",
                        "image",
                        "services",
                        "when",
                        "\t",
                        "make")
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join("", parts));
    }
}
