package dev.slipway.build.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * {@code daocloud.yml} version 1: one step that runs {@code install}, {@code before_script} and {@code script} in this order, with the
 * variables of {@code env}. Version 3 (stages) is refused until it is supported.
 */
public final class DaocloudYaml {

    private static final String STEP = "script";

    private DaocloudYaml() {}

    /** @throws DefinitionException if it is no such file, or asks for something that is not supported */
    public static BuildPlan parse(byte[] content, String file) {
        YamlValue root = YamlFile.read(content, file);
        if (!root.isMapping()) {
            throw root.error("must be a map with the key script");
        }
        Map<String, YamlValue> keys = root.mapping();
        List<String> dockerNeeds = new ArrayList<>();
        keys.forEach((key, value) -> check(key, value, dockerNeeds));
        List<String> commands = Stream.of("install", "before_script", "script")
                .map(keys::get)
                .filter(Objects::nonNull)
                .flatMap(value -> value.texts().stream())
                .toList();
        if (commands.isEmpty()) {
            throw root.error("has no script");
        }
        String image = keys.containsKey("image") ? keys.get("image").text() : null;
        Map<String, String> environment = keys.containsKey("env") ? EnvironmentBlock.parse(keys.get("env")) : Map.of();
        return new BuildPlan(file, List.of(new PlannedStep(STEP, STEP, image, commands, environment)), dockerNeeds);
    }

    private static void check(String key, YamlValue value, List<String> dockerNeeds) {
        switch (key) {
            case "image", "env", "install", "before_script", "script" -> {}
            case "version" -> {
                if (!value.text().matches("1(\\.0)?")) {
                    throw value.error("version " + value.text() + " is not supported yet, only 1");
                }
            }
            case "services" -> {
                if (!value.isNull()) {
                    dockerNeeds.add(key);
                }
            }
            case "stages" -> throw value.error("is not supported yet");
            default -> throw value.error("is not a key of this format");
        }
    }
}
