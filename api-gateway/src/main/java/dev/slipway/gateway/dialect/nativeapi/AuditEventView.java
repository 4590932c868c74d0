package dev.slipway.gateway.dialect.nativeapi;

import dev.slipway.gateway.audit.AuditEvent;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A line of the record as the native API shows it.
 *
 * @param at when the answer ended, RFC 3339 in UTC
 * @param principal the login, {@code anonymous}, or {@code *} for several
 * @param route the pattern that the call matched; null where nothing did
 * @param objects what the variables of the route stood for, from left to right, and what was made
 * @param tenant whose object it was; null if that cannot be known
 * @param status of the answer; null if it broke off before its head
 * @param outcome {@code succeeded}, {@code denied}, {@code rejected}, {@code failed} or {@code broken}
 * @param calls how many calls the line stands for
 */
public record AuditEventView(
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
        String outcome,
        long calls,
        long durationMs) {

    static AuditEventView of(AuditEvent event) {
        return new AuditEventView(
                event.id(),
                event.at(),
                event.requestId(),
                event.principal(),
                event.credentialId(),
                event.dialect(),
                event.method(),
                event.route(),
                event.action(),
                event.objects(),
                event.tenant(),
                event.address(),
                event.status(),
                event.outcome().word(),
                event.calls(),
                event.durationMillis());
    }
}
