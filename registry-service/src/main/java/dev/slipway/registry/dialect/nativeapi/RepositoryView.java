package dev.slipway.registry.dialect.nativeapi;

import dev.slipway.registry.repository.Repository;
import java.time.Instant;
import java.util.UUID;

/**
 * A repository as the native API shows it.
 *
 * @param owner the tenant's slug
 * @param name the whole name, {@code owner/name…}, as clients pull it
 */
public record RepositoryView(UUID id, String owner, String name, Instant createdAt) {

    static RepositoryView of(Repository repository) {
        return new RepositoryView(
                repository.id(), repository.tenant(), repository.name().value(), repository.createdAt());
    }
}
