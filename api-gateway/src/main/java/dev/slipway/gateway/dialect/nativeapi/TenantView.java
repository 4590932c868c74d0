package dev.slipway.gateway.dialect.nativeapi;

import dev.slipway.gateway.account.Tenants;
import java.time.Instant;

/** A tenant as the native API shows it. */
public record TenantView(String slug, Instant createdAt) {

    static TenantView of(Tenants.Tenant tenant) {
        return new TenantView(tenant.slug(), tenant.createdAt());
    }
}
