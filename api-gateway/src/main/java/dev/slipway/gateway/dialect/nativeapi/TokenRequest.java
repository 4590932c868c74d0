package dev.slipway.gateway.dialect.nativeapi;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code POST /platform/v1/tokens} asks for.
 *
 * @param description what the token is for, in its owner's words
 * @param expiresAt RFC 3339; never, if it is missing
 * @param user whose token it shall be, the caller's own if it is missing; for administrators of the platform
 * @param scopes what it may be used for, all that the caller's token may if it is missing
 */
public record TokenRequest(
        @NotBlank @Size(max = 200) String description,
        @Nullable Instant expiresAt,
        @Nullable @Size(max = 40) String user,
        @Nullable Set<String> scopes) {}
