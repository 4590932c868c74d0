package dev.slipway.gateway.dialect.nativeapi;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code POST /platform/v1/tokens} asks for.
 *
 * @param description what the token is for, in its owner's words
 * @param expiresAt RFC 3339; if it is missing, when the caller's own token ends
 * @param user whose token it shall be, the caller's own if it is missing; for administrators of the platform
 * @param scopes what it may be used for, all that the caller's token may if it is missing
 * @param dialects in which it shall be good; all of them if it is missing
 * @param limits calls per hour by API class that hold for this token in place of its user's; for administrators of the platform
 */
public record TokenRequest(
        @NotBlank @Size(max = 200) String description,
        @Nullable Instant expiresAt,
        @Nullable @Size(max = 40) String user,
        @Nullable Set<String> scopes,
        @Nullable Set<@NotNull String> dialects,
        @Nullable Map<String, @NotNull @Min(0) Long> limits) {}
