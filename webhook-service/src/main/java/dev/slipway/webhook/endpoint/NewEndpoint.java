package dev.slipway.webhook.endpoint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint as somebody wants it, checked.
 *
 * @param tenant whose events; null for those of every tenant
 * @param eventTypes patterns, each of which the format can express
 */
public record NewEndpoint(
        @Nullable String tenant,
        EndpointUrl url,
        String description,
        List<String> eventTypes,
        String format,
        String policy) {}
