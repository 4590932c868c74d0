package dev.slipway.gateway.quota;

/**
 * Whether a call comes too soon after the others of its client.
 *
 * @param granted whether it may go on
 * @param perSecond calls that may go on for ever; 0 if there is no limit
 * @param burst calls that may come at once after a pause
 * @param retryAfterSeconds when the next may come; 0 if this one may
 */
public record BurstDecision(boolean granted, long perSecond, long burst, long retryAfterSeconds) {}
