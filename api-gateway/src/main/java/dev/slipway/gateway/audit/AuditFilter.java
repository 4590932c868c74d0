package dev.slipway.gateway.audit;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which lines are asked for: those for which everything that is given holds.
 *
 * @param object one of the line's objects, whole
 * @param since the first moment that counts
 * @param until the first that does not any more
 * @param tenants whose lines the reader may see; null for all, those of no known tenant too
 */
public record AuditFilter(
        @Nullable String principal,
        @Nullable String action,
        @Nullable String object,
        @Nullable String tenant,
        @Nullable AuditOutcome outcome,
        @Nullable String dialect,
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable Set<String> tenants) {}
