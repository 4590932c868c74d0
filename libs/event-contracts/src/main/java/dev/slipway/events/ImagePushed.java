package dev.slipway.events;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A manifest was stored in the registry.
 *
 * @param repositoryId the aggregate
 * @param repository {@code owner/name…}
 * @param tag null when it was pushed by digest alone
 * @param digest {@code sha256:…} of the manifest
 */
public record ImagePushed(
        UUID repositoryId,
        String tenant,
        String repository,
        @Nullable String tag,
        String digest,
        String mediaType,
        long sizeBytes,
        String principal,
        Instant pushedAt)
        implements Event {

    @Override
    public UUID aggregateId() {
        return repositoryId;
    }
}
