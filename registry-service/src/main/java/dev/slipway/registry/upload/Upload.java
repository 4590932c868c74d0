package dev.slipway.registry.upload;

import dev.slipway.registry.repository.RepositoryName;
import java.util.UUID;

/**
 * A blob on its way in. It survives restarts of the service: the row says what it is for, the length of its file how far it is.
 *
 * @param receivedBytes how much has arrived, which is where the next chunk begins
 */
public record Upload(UUID id, RepositoryName repository, long receivedBytes) {

    Upload withReceived(long bytes) {
        return new Upload(id, repository, bytes);
    }
}
