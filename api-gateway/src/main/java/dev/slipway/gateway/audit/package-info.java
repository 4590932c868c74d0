/**
 * Who did what to which object, from where, with which result.
 *
 * <p>{@link AuditTrail} watches every call, {@link RepeatedRefusals} keeps a flood of refused ones small, {@link AuditLog} writes off the
 * request's path, {@link AuditEvents} reads, {@link AuditRetention} lets days go. ADR 0011 says why no call waits for its row.
 */
@NullMarked
package dev.slipway.gateway.audit;

import org.jspecify.annotations.NullMarked;
