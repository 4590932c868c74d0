package dev.slipway.gateway.audit;

import dev.slipway.kit.db.Ids;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of the record. Every text in it is bounded, and none is of a query, a body, a header's value or a credential.
 *
 * @param at when the answer ended, to the microsecond
 * @param principal the login; {@code anonymous} for who was not known
 * @param credentialId which of the principal's credentials was used, by its id; null without one
 * @param route the pattern of the route; null where there was none
 * @param action what the route does, such as {@code builds.create}: see {@link AuditAction}
 * @param objects what the variables of the route stood for, from left to right, and what was made
 * @param tenant whose object it was; null if the gateway cannot know
 * @param status of the answer; null if it broke off before its head
 * @param calls how many calls this line stands for: more than 1 only for refusals that were repeated
 * @param durationMillis from the request's head to the answer's end; of the last of several calls
 */
public record AuditEvent(
        UUID id,
        Instant at,
        String requestId,
        String principal,
        @Nullable String credentialId,
        String dialect,
        String method,
        @Nullable String route,
        String action,
        List<String> objects,
        @Nullable String tenant,
        String address,
        @Nullable Integer status,
        AuditOutcome outcome,
        long calls,
        long durationMillis) {

    /** Stands for whatever was different between the calls of one line. */
    static final String VARIOUS = "*";

    public AuditEvent {
        at = at.truncatedTo(ChronoUnit.MICROS);
        objects = List.copyOf(objects);
    }

    /** The same refusal, so many times, of which this was the last; what it was about was not always the same. */
    AuditEvent repeated(long times) {
        return new AuditEvent(
                Ids.newId(),
                at,
                requestId,
                principal,
                credentialId,
                dialect,
                method,
                route,
                action,
                List.of(),
                tenant,
                address,
                status,
                outcome,
                times,
                durationMillis);
    }

    /** Refusals that had nothing in common, of which this was the last. */
    AuditEvent amongOthers(long times) {
        return new AuditEvent(
                Ids.newId(),
                at,
                requestId,
                VARIOUS,
                null,
                VARIOUS,
                VARIOUS,
                null,
                VARIOUS,
                List.of(),
                null,
                VARIOUS,
                null,
                AuditOutcome.DENIED,
                times,
                durationMillis);
    }
}
