package dev.slipway.gateway.account;

import org.jspecify.annotations.Nullable;

/** What is to be changed of a user; null leaves it as it is. */
public record UserChange(
        @Nullable String email,
        @Nullable Boolean administrator,
        @Nullable Boolean disabled) {}
