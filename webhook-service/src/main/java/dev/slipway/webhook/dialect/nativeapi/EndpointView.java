package dev.slipway.webhook.dialect.nativeapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.webhook.endpoint.Endpoint;
import dev.slipway.webhook.signature.SigningSecret;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint as the native API shows it.
 *
 * @param owner the tenant whose events it hears of; null for every tenant
 * @param secret only in the answer to the POST that made it; absent ever after
 */
record EndpointView(
        UUID id,
        String url,
        String description,
        List<String> eventTypes,
        String format,
        String policy,
        @Nullable String owner,
        String createdBy,
        Instant createdAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String secret) {

    static EndpointView of(Endpoint endpoint) {
        return of(endpoint, null);
    }

    static EndpointView withSecret(Endpoint endpoint, SigningSecret secret) {
        return of(endpoint, secret.text());
    }

    private static EndpointView of(Endpoint endpoint, @Nullable String secret) {
        return new EndpointView(
                endpoint.id(),
                endpoint.url(),
                endpoint.description(),
                endpoint.eventTypes(),
                endpoint.format(),
                endpoint.policy(),
                endpoint.tenant(),
                endpoint.createdBy(),
                endpoint.createdAt(),
                secret);
    }
}
