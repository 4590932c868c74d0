package dev.slipway.registry.upload;

import dev.slipway.registry.RegistryConfig;
import dev.slipway.registry.storage.BlobFiles;
import dev.slipway.registry.storage.FileWork;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Throws abandoned uploads away. */
@ApplicationScoped
public class UploadExpiry {

    private static final int BATCH = 1000;

    private final UploadTable table;
    private final BlobFiles files;
    private final Duration expireAfter;

    UploadExpiry(UploadTable table, BlobFiles files, RegistryConfig config) {
        this.table = table;
        this.files = files;
        this.expireAfter = config.upload().expireAfter();
    }

    /** How many uploads were thrown away. */
    public Uni<Integer> expire() {
        return table.deleteExpired(BATCH)
                .call(expired -> FileWork.run(() -> {
                    for (UUID id : expired) {
                        files.discardUpload(id);
                    }
                    discardFilesWithoutRow();
                }))
                .map(expired -> expired.size());
    }

    /** A crash may leave a file whose row was never written, or is gone: twice the time of any upload tells it from one that lives. */
    private void discardFilesWithoutRow() throws IOException {
        files.discardUploadsBefore(Instant.now().minus(expireAfter.multipliedBy(2)));
    }
}
