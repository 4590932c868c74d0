package dev.slipway.gateway.dialect.nativeapi;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * A token just made.
 *
 * @param token its value, shown this once
 */
public record NewTokenView(@JsonUnwrapped TokenView view, String token) {}
