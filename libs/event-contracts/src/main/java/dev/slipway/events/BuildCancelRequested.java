package dev.slipway.events;

import java.util.UUID;

/** Another service asks that a build that it had asked for be cancelled. A build that is final already stays as it is. */
public record BuildCancelRequested(UUID buildId, Requester requester, Origin origin) implements Command {

    @Override
    public UUID aggregateId() {
        return buildId;
    }
}
