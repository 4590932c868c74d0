package dev.slipway.build.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code .drone.yml} of Drone 0.5: the ordered {@code pipeline} of steps.
 *
 * <p>What a file says is done, needs containers, or is refused; nothing that would change the build is passed over in silence.
 * Passed over are only {@code workspace} and the top-level {@code image} (where a container would have its sources), {@code platform:
 * linux/amd64} (Drone's default), and keys that begin with {@code x-} (places for anchors).
 */
public final class DroneYaml {

    /** A build with more of them would not fit into its events. */
    private static final int MAX_STEPS = 200;

    private DroneYaml() {}

    /**
     * @param file how the file is called in messages
     * @throws DefinitionException if it is no such file, or asks for something that is not supported
     */
    public static BuildPlan parse(byte[] content, String file) {
        YamlValue root = YamlFile.read(content, file);
        if (!root.isMapping()) {
            throw root.error("must be a map with the key pipeline");
        }
        List<String> dockerNeeds = new ArrayList<>();
        List<PlannedStep> steps = new ArrayList<>();
        Map<String, YamlValue> keys = root.mapping();
        if (keys.containsKey("kind") || keys.containsKey("steps")) {
            throw root.error(
                    "is written for Drone 1 or later; the format here is that of Drone 0.5, with the key pipeline");
        }
        if (!keys.containsKey("pipeline")) {
            throw root.error("has no pipeline");
        }
        keys.forEach((key, value) -> {
            switch (key) {
                case "pipeline" -> readSteps(value, steps, dockerNeeds);
                case "workspace", "image" -> {}
                case "platform" -> requirePlatform(value);
                case "services", "volumes", "networks" -> needDocker(key, value, dockerNeeds);
                case "matrix", "branches", "clone", "labels" -> refuseUnlessEmpty(value);
                default -> refuseUnknown(key, value);
            }
        });
        return new BuildPlan(file, steps, dockerNeeds);
    }

    private static void readSteps(YamlValue pipeline, List<PlannedStep> steps, List<String> dockerNeeds) {
        Map<String, YamlValue> found = pipeline.mapping();
        if (found.isEmpty()) {
            throw pipeline.error("has no step");
        }
        if (found.size() > MAX_STEPS) {
            throw pipeline.error("has more than " + MAX_STEPS + " steps");
        }
        found.forEach((name, step) -> steps.add(DroneStep.parse(name, step, dockerNeeds)));
    }

    private static void requirePlatform(YamlValue value) {
        if (!value.text().equals("linux/amd64")) {
            throw value.error("only linux/amd64 is supported yet");
        }
    }

    private static void needDocker(String key, YamlValue value, List<String> dockerNeeds) {
        if (!value.isNull()) {
            dockerNeeds.add(key);
        }
    }

    private static void refuseUnlessEmpty(YamlValue value) {
        if (!value.isNull()) {
            throw value.error("is not supported yet");
        }
    }

    private static void refuseUnknown(String key, YamlValue value) {
        if (!key.startsWith("x-")) {
            throw value.error("is not a key of this format");
        }
    }
}
