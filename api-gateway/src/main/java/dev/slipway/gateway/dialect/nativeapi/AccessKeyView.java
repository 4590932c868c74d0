package dev.slipway.gateway.dialect.nativeapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.gateway.accesskey.AccessKey;
import dev.slipway.kit.identity.Scope;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A pair to sign requests with, as the native API shows it.
 *
 * @param accessKey the public half (Huawei's AK)
 * @param secretKey the secret half (SK); only in the answer that made it
 */
public record AccessKeyView(
        UUID id,
        String user,
        String description,
        String accessKey,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String secretKey,

        List<String> scopes,
        @Nullable Instant lastUsedAt,
        Instant createdAt) {

    static AccessKeyView of(AccessKey key) {
        return with(key, null);
    }

    static AccessKeyView with(AccessKey key, @Nullable String secretKey) {
        return new AccessKeyView(
                key.id(),
                key.owner(),
                key.description(),
                key.access(),
                secretKey,
                key.scopes().stream().sorted().map(Scope::word).toList(),
                key.lastUsedAt(),
                key.createdAt());
    }
}
