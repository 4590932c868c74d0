package dev.slipway.registry.storage;

import dev.slipway.registry.RegistryConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;

/** Opens the store where the configuration says. A folder that cannot be made stops the start. */
final class BlobFilesProducer {

    private BlobFilesProducer() {}

    @Produces
    @Singleton
    static BlobFiles blobFiles(RegistryConfig config) throws IOException {
        RegistryConfig.Storage storage = config.storage();
        return new BlobFiles(storage.directory().toAbsolutePath(), storage.minFreeBytes());
    }
}
