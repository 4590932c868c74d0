package dev.slipway.webhook.format;

import java.util.List;

/** What the body of a delivery looks like. Each dialect that has webhooks is one adapter of this port. */
public interface PayloadFormat {

    /** As an endpoint names it. */
    String name();

    String contentType();

    /** The policy of an endpoint that names none. */
    String defaultPolicy();

    /** What an endpoint that names no event types gets. */
    List<String> defaultEventTypes();

    /** Every event type that this format has a body for. */
    List<String> eventTypes();

    /** @param event of one of {@link #eventTypes()} */
    byte[] render(SubscriberEvent event);
}
