package dev.slipway.gateway.dialect.nativeapi;

import dev.slipway.kit.identity.Slug;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/** What {@code POST /platform/v1/tenants} asks for. */
public record TenantRequest(
        @NotNull @Pattern(regexp = Slug.PATTERN, message = Slug.FORM)
        String slug) {}
