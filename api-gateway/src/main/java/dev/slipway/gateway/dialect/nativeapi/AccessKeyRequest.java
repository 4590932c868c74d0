package dev.slipway.gateway.dialect.nativeapi;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code POST /platform/v1/access-keys} asks for.
 *
 * @param user whose key it shall be, the caller's own if it is missing; for administrators of the platform
 * @param scopes what it may be used for, all that the caller's token may if it is missing
 */
public record AccessKeyRequest(
        @NotBlank @Size(max = 200) String description,
        @Nullable @Size(max = 40) String user,
        @Nullable Set<String> scopes) {}
