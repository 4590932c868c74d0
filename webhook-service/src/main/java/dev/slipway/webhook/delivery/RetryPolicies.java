package dev.slipway.webhook.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;

/** The policies that endpoints may name. */
@ApplicationScoped
public class RetryPolicies {

    private static final String DAOCLOUD = "daocloud";

    private final Map<String, RetryPolicy> byName;

    public RetryPolicies(DeliverySettings settings) {
        this.byName = Map.of(DAOCLOUD, new RetryPolicy(DAOCLOUD, settings.daocloudRetryAfter()));
    }

    /** Endpoints are made with existing ones only; one that is unknown was taken away by another version. */
    public Optional<RetryPolicy> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
