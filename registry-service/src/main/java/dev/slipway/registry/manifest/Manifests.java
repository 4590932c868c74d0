package dev.slipway.registry.manifest;

import dev.slipway.registry.fault.RegistryException;
import dev.slipway.registry.repository.Repository;
import dev.slipway.registry.storage.BlobFiles;
import dev.slipway.registry.storage.Digest;
import dev.slipway.registry.storage.FileWork;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds manifests, which are stored byte by byte as they came. */
@ApplicationScoped
public class Manifests {

    private static final int MAX_REFERRERS = 1000;

    private final ManifestTable table;
    private final BlobFiles files;

    Manifests(ManifestTable table, BlobFiles files) {
        this.table = table;
        this.files = files;
    }

    /** @throws RegistryException MANIFEST_UNKNOWN; also when its file was lost, so that a client that pushes heals the store */
    public Uni<StoredManifest> find(Repository repository, ManifestReference reference) {
        return table.find(repository, reference)
                .map(found -> found.orElseThrow(ManifestUnknown::create))
                .chain(found -> FileWork.call(() -> new StoredManifest(
                        found.digest(),
                        found.mediaType(),
                        found.sizeBytes(),
                        files.find(found.digest()).orElseThrow(ManifestUnknown::create))));
    }

    /** What says something about a manifest, which itself need not exist. At most 1,000, oldest first. */
    public Uni<List<Referrer>> referrers(Repository repository, Digest subject, @Nullable String artifactType) {
        return table.referrers(repository, subject, artifactType, MAX_REFERRERS);
    }
}
