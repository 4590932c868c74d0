package dev.slipway.build.definition;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One entry of a {@code pipeline}. A step without {@code commands} is a plugin: its other keys are its parameters. */
final class DroneStep {

    private static final int MAX_NAME_LENGTH = 100;

    private DroneStep() {}

    static PlannedStep parse(String name, YamlValue step, List<String> dockerNeeds) {
        if (name.isBlank() || name.length() > MAX_NAME_LENGTH) {
            throw step.error("a step's name has 1 to " + MAX_NAME_LENGTH + " characters");
        }
        Map<String, YamlValue> keys = step.mapping();
        List<String> commands = read(keys.get("commands"));
        if (commands.isEmpty()) {
            dockerNeeds.add("the plugin step " + name);
        } else {
            keys.forEach((key, value) -> check(name, key, value, dockerNeeds));
        }
        YamlValue environment = keys.get("environment");
        return new PlannedStep(
                name,
                name,
                image(keys.get("image")),
                commands,
                environment == null ? Map.of() : EnvironmentBlock.parse(environment));
    }

    private static void check(String name, String key, YamlValue value, List<String> dockerNeeds) {
        switch (key) {
            case "image", "commands", "environment" -> {}
            // How a container would be fetched and labelled, not what happens in it.
            case "pull", "labels", "auth_config" -> {}
            case "build",
                    "command",
                    "cpu_quota",
                    "cpu_shares",
                    "cpuset",
                    "devices",
                    "dns",
                    "dns_search",
                    "entrypoint",
                    "extra_hosts",
                    "mem_limit",
                    "memswap_limit",
                    "network_mode",
                    "oom_kill_disable",
                    "privileged",
                    "shm_size",
                    "volumes",
                    "volumes_from" -> {
                if (!value.isNull()) {
                    dockerNeeds.add(key + " of the step " + name);
                }
            }
            case "when", "detach", "group" -> throw value.error("is not supported yet");
            default -> throw value.error("is not a key of a step with commands");
        }
    }

    private static List<String> read(@Nullable YamlValue commands) {
        return commands == null ? List.of() : commands.texts();
    }

    private static @Nullable String image(@Nullable YamlValue image) {
        return image == null || image.isNull() ? null : image.text();
    }
}
