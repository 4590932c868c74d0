package dev.slipway.events;

import java.util.UUID;

/** build-service's own command about a build that exists: it may be claimed by a runner now. */
public record BuildQueued(UUID buildId, int attempt) implements Command {

    @Override
    public UUID aggregateId() {
        return buildId;
    }
}
