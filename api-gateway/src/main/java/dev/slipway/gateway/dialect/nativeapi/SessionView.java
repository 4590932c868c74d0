package dev.slipway.gateway.dialect.nativeapi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who is signed in.
 *
 * @param csrfToken what a page sends as {@code X-CSRF-Token} with everything that changes something; null where no cookie is used
 * @param expiresAt null where no cookie is used
 */
public record SessionView(
        String user,
        boolean administrator,
        @Nullable String csrfToken,
        @Nullable Instant expiresAt) {}
