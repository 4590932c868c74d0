package dev.slipway.registry.repository;

import java.time.Instant;
import java.util.UUID;

/** A named collection of images that belongs to a tenant. It exists from the first content pushed into it. */
public record Repository(UUID id, RepositoryName name, Instant createdAt) {

    public String tenant() {
        return name.tenant();
    }
}
