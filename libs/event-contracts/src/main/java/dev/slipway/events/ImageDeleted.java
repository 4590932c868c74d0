package dev.slipway.events;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A tag or a manifest was deleted from the registry. */
public record ImageDeleted(
        UUID repositoryId,
        String tenant,
        String repository,
        @Nullable String tag,
        String digest,
        String principal,
        Instant deletedAt)
        implements Event {

    @Override
    public UUID aggregateId() {
        return repositoryId;
    }
}
