package dev.slipway.gateway.quota;

/**
 * What a replica asks PostgreSQL for.
 *
 * @param limit the subject's calls per hour
 * @param waiting units for calls that wait; fewer are given only when the hour has no more
 * @param ahead units beyond these, for calls to come
 * @param kept units that must stay in the hour when units are given ahead
 */
record LeaseAsk(long limit, int waiting, long ahead, long kept) {}
