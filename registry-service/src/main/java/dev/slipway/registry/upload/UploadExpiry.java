package dev.slipway.registry.upload;

import dev.slipway.registry.RegistryConfig;
import dev.slipway.registry.storage.BlobFiles;
import dev.slipway.registry.storage.FileWork;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
                .call(this::discard)
                .call(this::discardFilesWithoutRow)
                .map(expired -> expired.size());
    }

    /**
     * A crash may leave a file whose row was never written, or is gone. The row alone tells: an upload that is only asked about lives on without a
     * byte. The age is there for a file whose row is just being written, and for a manifest's, which has none.
     */
    private Uni<Void> discardFilesWithoutRow() {
        return FileWork.call(() -> files.uploadsUntouchedSince(Instant.now().minus(expireAfter.multipliedBy(2))))
                .chain(untouched -> untouched.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : table.withoutRow(untouched).chain(this::discard));
    }

    private Uni<Void> discard(List<UUID> uploads) {
        return FileWork.run(() -> {
            for (UUID id : uploads) {
                files.discardUpload(id);
            }
        });
    }
}
