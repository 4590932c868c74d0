package dev.slipway.kit.idempotency;

/**
 * A request that carries a key.
 *
 * @param request method and path
 * @param bodySha256 of the body as it was understood, so that white space makes no difference
 */
record IdempotencyRequest(String principal, String key, String request, String bodySha256) {}
