package dev.slipway.gateway.quota;

/**
 * Units that a replica has leased, will not use, and no longer holds.
 *
 * @param resetEpochSeconds names the hour that they are of
 */
record GivenBack(QuotaSubject subject, long units, long resetEpochSeconds) {}
