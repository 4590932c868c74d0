package dev.slipway.gateway.quota;

/**
 * What a call's quota is after the call.
 *
 * @param granted whether the call was within it
 * @param limit calls per hour
 * @param remaining calls left in this hour, never negative
 * @param resetEpochSeconds when the hour ends, by PostgreSQL's clock
 * @param secondsToReset how long that is from now, at least 1
 */
public record QuotaDecision(boolean granted, long limit, long remaining, long resetEpochSeconds, long secondsToReset) {}
