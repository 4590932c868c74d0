package dev.slipway.events;

import java.util.UUID;

/** app-service's own command about an action that exists: it may be claimed now. */
public record AppActionRequested(UUID appId, UUID actionId) implements Command {

    @Override
    public UUID aggregateId() {
        return appId;
    }
}
