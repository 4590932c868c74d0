package dev.slipway.webhook.outbound;

import io.smallrye.mutiny.Uni;

/** The way out of the house. */
public interface WebhookSender {

    /** Sends once. The Uni never fails: whatever goes wrong is an {@link Answer} without a status code. */
    Uni<Answer> send(WebhookRequest request);
}
