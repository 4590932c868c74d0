package dev.slipway.webhook.dialect.nativeapi;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /platform/v1/webhook-endpoints}.
 *
 * @param url where to deliver to
 * @param eventTypes types or patterns; the format's own by default
 * @param format {@code daocloud}, also by default
 * @param owner the tenant whose events are wanted; the caller's only one by default, every tenant for an administrator of the installation
 */
record EndpointRequest(
        @NotBlank(message = "is required") String url,

        @Nullable @Size(min = 1, max = 50, message = "1 to 50 event types")
        List<@NotBlank(message = "is empty") String> eventTypes,

        @Nullable String format,

        @Nullable
        @Size(max = 500, message = "at most 500 characters")
        @Pattern(regexp = "[^\\x00]*", message = "no NUL character")
        String description,

        @Nullable String owner) {}
