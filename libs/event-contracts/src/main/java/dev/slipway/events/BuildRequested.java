package dev.slipway.events;

import java.util.List;
import java.util.UUID;

/**
 * Another service asks for a build. build-service creates it if it does not exist, checks the right of the principal, and always
 * answers: with {@link BuildStatusChanged}, or with {@link BuildRefused}.
 *
 * @param buildId made by the requester, so that a repeat makes no second build
 * @param parameters names of parameters that the requester holds, by reference; values never travel over Kafka
 */
public record BuildRequested(
        UUID buildId, UUID flowId, GitRef ref, List<String> parameters, Requester requester, Origin origin)
        implements Command {

    public BuildRequested {
        parameters = List.copyOf(parameters);
    }

    @Override
    public UUID aggregateId() {
        return buildId;
    }
}
