package dev.slipway.app.runtime;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What to start.
 *
 * @param runId new for each start
 */
public record AppStart(UUID appId, UUID runId, List<String> command, Map<String, String> environment) {

    public AppStart {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
