package dev.slipway.webhook.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** The policies that endpoints may name. */
@ApplicationScoped
public class RetryPolicies {

    private static final String DAOCLOUD = "daocloud";

    private final Map<String, RetryPolicy> byName;

    public RetryPolicies(DeliverySettings settings) {
        this.byName = Map.of(DAOCLOUD, new RetryPolicy(DAOCLOUD, settings.daocloudRetryAfter()));
    }

    /** @throws IllegalStateException if there is none: endpoints are made with existing ones only */
    public RetryPolicy named(String name) {
        RetryPolicy policy = byName.get(name);
        if (policy == null) {
            throw new IllegalStateException("there is no retry policy " + name);
        }
        return policy;
    }
}
