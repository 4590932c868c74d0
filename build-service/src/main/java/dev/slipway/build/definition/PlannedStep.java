package dev.slipway.build.definition;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One step of a {@link BuildPlan}.
 *
 * @param name unique within the plan
 * @param stage the name of the stage that it belongs to
 * @param image what the file says that it runs in; null if the file says nothing
 * @param commands shell commands, in order; empty for a plugin, whose image knows what to do
 * @param environment variables of its own
 */
public record PlannedStep(
        String name, String stage, @Nullable String image, List<String> commands, Map<String, String> environment) {

    public PlannedStep {
        commands = List.copyOf(commands);
        environment = Map.copyOf(environment);
    }
}
