package dev.slipway.webhook.outbound;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * One POST to an address that a user gave.
 *
 * @param timeLimit for everything, from the look-up of the name to the answer
 */
public record WebhookRequest(URI url, Map<String, String> headers, byte[] body, Duration timeLimit) {}
