package dev.slipway.webhook.outbound;

import io.smallrye.mutiny.Uni;

/** The way out of the house. */
public interface WebhookSender {

    /**
     * Sends once. Whatever goes wrong on the way is an {@link Answer} without a status code.
     *
     * @return fails with {@link SendingStoppedException} alone, when the service stops before there is an answer
     */
    Uni<Answer> send(WebhookRequest request);
}
