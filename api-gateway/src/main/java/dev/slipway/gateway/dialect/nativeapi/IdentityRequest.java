package dev.slipway.gateway.dialect.nativeapi;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/**
 * What {@code PUT /platform/v1/users/{login}/identity} asks for.
 *
 * @param issuer of OpenID Connect, as its tokens say it
 * @param subject by which the issuer knows the person
 */
public record IdentityRequest(
        @NotBlank @Size(max = 500) String issuer,
        @NotBlank @Size(max = 255) String subject) {}
