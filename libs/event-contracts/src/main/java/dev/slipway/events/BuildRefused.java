package dev.slipway.events;

import java.util.UUID;

/**
 * A build that was asked for by {@link BuildRequested} was not made.
 *
 * @param code stable, for programs: {@code not_found} (also where the principal has no right), {@code ref_not_found}, {@code invalid}
 * @param reason for a person
 */
public record BuildRefused(UUID buildId, Origin origin, String code, String reason) implements Event {

    @Override
    public UUID aggregateId() {
        return buildId;
    }
}
