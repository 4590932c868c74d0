package dev.slipway.gateway.audit;

import dev.slipway.kit.db.Ids;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines of the record that nobody caused. */
final class SampleEvents {

    private SampleEvents() {}

    static AuditEvent by(String principal) {
        return at(Instant.now(), principal);
    }

    static AuditEvent at(Instant at, String principal) {
        return event(at, principal, "127.0.0.1", 200, AuditOutcome.SUCCEEDED);
    }

    static AuditEvent denied(String principal, String address) {
        return event(Instant.now(), principal, address, 401, AuditOutcome.DENIED);
    }

    private static AuditEvent event(
            Instant at, String principal, String address, @Nullable Integer status, AuditOutcome outcome) {
        return new AuditEvent(
                Ids.newId(),
                at,
                "request-1",
                principal,
                "token-1",
                "native",
                "POST",
                "/platform/v1/flows/{id}/builds",
                "builds.create",
                List.of("7"),
                "acme",
                address,
                status,
                outcome,
                1,
                12);
    }
}
