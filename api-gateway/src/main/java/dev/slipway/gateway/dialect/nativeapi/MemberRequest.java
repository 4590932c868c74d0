package dev.slipway.gateway.dialect.nativeapi;

import jakarta.validation.constraints.NotNull;

/** What {@code PUT /platform/v1/tenants/{slug}/members/{login}} asks for: {@code reader}, {@code member} or {@code admin}. */
public record MemberRequest(@NotNull String role) {}
