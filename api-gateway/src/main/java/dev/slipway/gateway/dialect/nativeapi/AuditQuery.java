package dev.slipway.gateway.dialect.nativeapi;

import dev.slipway.dialects.Dialect;
import dev.slipway.gateway.audit.AuditFilter;
import dev.slipway.gateway.audit.AuditOutcome;
import dev.slipway.kit.error.SlipwayException;
import jakarta.ws.rs.QueryParam;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** What {@code GET /platform/v1/audit-events} can be asked for. */
public class AuditQuery {

    @QueryParam("principal")
    @Parameter(description = "A login; anonymous for who was not known")
    @Nullable
    String principal;

    @QueryParam("action")
    @Parameter(description = "What was done, such as builds.create")
    @Nullable
    String action;

    @QueryParam("object")
    @Parameter(description = "One of the objects, by its whole id or name")
    @Nullable
    String object;

    @QueryParam("tenant")
    @Nullable
    String tenant;

    @QueryParam("outcome")
    @Parameter(description = "succeeded, denied, rejected, failed or broken")
    @Nullable
    String outcome;

    @QueryParam("dialect")
    @Nullable
    String dialect;

    @QueryParam("since")
    @Parameter(description = "The first moment that counts, RFC 3339")
    @Nullable
    String since;

    @QueryParam("until")
    @Parameter(description = "The first moment that does not count any more, RFC 3339")
    @Nullable
    String until;

    /**
     * @param tenants whose lines the reader may see; null for all
     * @throws SlipwayException (invalid) naming the parameter that is wrong
     */
    AuditFilter filter(@Nullable Set<String> tenants) {
        return new AuditFilter(
                principal,
                action,
                object,
                tenant,
                outcome == null ? null : outcome(outcome),
                dialect == null ? null : dialect(dialect),
                instant("since", since),
                instant("until", until),
                tenants);
    }

    private static AuditOutcome outcome(String word) {
        return Arrays.stream(AuditOutcome.values())
                .filter(outcome -> outcome.word().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        SlipwayException.invalid("outcome", "must be succeeded, denied, rejected, failed or broken"));
    }

    private static String dialect(String word) {
        try {
            return Dialect.ofWord(word).word();
        } catch (IllegalArgumentException e) {
            throw SlipwayException.invalid("dialect", "is none that the platform speaks");
        }
    }

    private static @Nullable Instant instant(String name, @Nullable String text) {
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw SlipwayException.invalid(name, "must be a time such as 2026-11-27T09:30:00Z");
        }
    }
}
