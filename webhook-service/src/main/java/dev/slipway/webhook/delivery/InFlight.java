package dev.slipway.webhook.delivery;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** How many attempts are under way here, in all and per endpoint. Used from one event loop only. */
final class InFlight {

    private final Map<UUID, Integer> perEndpoint = new HashMap<>();
    private int total;

    int total() {
        return total;
    }

    void begin(UUID endpointId) {
        total++;
        perEndpoint.merge(endpointId, 1, Integer::sum);
    }

    void end(UUID endpointId) {
        total--;
        perEndpoint.computeIfPresent(endpointId, (id, count) -> count == 1 ? null : count - 1);
    }

    /** A copy: what is counted goes on changing while a statement is on its way. */
    Map<UUID, Integer> perEndpoint() {
        return Map.copyOf(perEndpoint);
    }
}
