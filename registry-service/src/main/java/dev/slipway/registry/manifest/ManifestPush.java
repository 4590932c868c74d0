package dev.slipway.registry.manifest;

import dev.slipway.events.ImagePushed;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.db.Transaction;
import dev.slipway.kit.identity.Principal;
import dev.slipway.registry.blob.Contents;
import dev.slipway.registry.fault.RegistryException;
import dev.slipway.registry.fault.RegistryFault;
import dev.slipway.registry.repository.Repository;
import dev.slipway.registry.repository.RepositoryAccess;
import dev.slipway.registry.repository.RepositoryName;
import dev.slipway.registry.storage.BlobFiles;
import dev.slipway.registry.storage.Digest;
import dev.slipway.registry.storage.FileWork;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Stores a manifest once everything that it needs is there, and moves a tag to it. What changed and the event that tells of it commit
 * together.
 */
@ApplicationScoped
public class ManifestPush {

    private static final Logger LOG = Logger.getLogger(ManifestPush.class);

    private final Database database;
    private final ManifestTable table;
    private final Contents contents;
    private final BlobFiles files;
    private final RepositoryAccess access;

    ManifestPush(Database database, ManifestTable table, Contents contents, BlobFiles files, RepositoryAccess access) {
        this.database = database;
        this.table = table;
        this.contents = contents;
        this.files = files;
        this.access = access;
    }

    /**
     * Stores a manifest, and points a tag at it if that is how it was named. Pushing the same again changes nothing and tells nobody.
     *
     * @throws RegistryException MANIFEST_INVALID, MANIFEST_BLOB_UNKNOWN, DIGEST_INVALID if named by another digest
     */
    public Uni<PushedManifest> push(
            Principal principal,
            RepositoryName name,
            ManifestReference reference,
            ManifestMediaType mediaType,
            byte[] content) {
        return Uni.createFrom().deferred(() -> {
            access.requirePush(principal, name);
            ManifestDocument document = ManifestParser.parse(content, mediaType);
            Digest digest = Digest.of(content);
            requireNamedSo(reference, digest);
            return FileWork.call(() -> files.stage(content))
                    .chain(staged -> contents.announced(
                                    digest,
                                    content.length,
                                    () -> store(principal, name, reference, document, digest, staged, content.length))
                            .eventually(() -> FileWork.run(() -> files.discardUpload(staged))))
                    .invoke(changed -> {
                        if (changed) {
                            LOG.infof("pushed %s as %s to %s", digest, reference, name);
                        }
                    })
                    .replaceWith(() -> pushed(document, digest));
        });
    }

    /** Whether anything has changed by it. */
    private Uni<Boolean> store(
            Principal principal,
            RepositoryName name,
            ManifestReference reference,
            ManifestDocument document,
            Digest digest,
            UUID staged,
            long sizeBytes) {
        long imageBytes = sizeBytes + document.referencedBytes();
        return database.inTransaction(transaction -> access.forPush(transaction, principal, name)
                .call(repository -> table.lock(transaction, repository))
                .call(repository -> contents.hold(transaction, digest, sizeBytes))
                .chain(repository -> insert(transaction, repository, document, digest, imageBytes, principal)
                        .chain(inserted -> moveTag(transaction, repository, reference, digest)
                                .map(moved -> inserted || moved))
                        .call(changed -> changed
                                ? transaction.publish(
                                        event(repository, reference, document, digest, imageBytes, principal))
                                : Uni.createFrom().voidItem())
                        .call(() -> contents.publish(staged, digest))));
    }

    private Uni<Boolean> insert(
            Transaction transaction,
            Repository repository,
            ManifestDocument document,
            Digest digest,
            long imageBytes,
            Principal principal) {
        List<String> blobs = digests(document.blobs());
        List<String> children = digests(document.children());
        return table.heldBlobs(transaction, repository, blobs)
                .chain(heldBlobs -> table.heldManifests(transaction, repository, children)
                        .invoke(heldManifests -> {
                            requireHeld(document.blobs(), heldBlobs);
                            requireHeld(document.children(), heldManifests);
                        })
                        .chain(heldManifests -> table.insert(
                                        transaction, repository, digest, document, imageBytes, principal.name())
                                .call(inserted -> inserted
                                        ? table.insertNeeds(
                                                transaction,
                                                repository,
                                                digest,
                                                heldBlobs.keySet(),
                                                heldManifests.keySet())
                                        : Uni.createFrom().voidItem())));
    }

    private Uni<Boolean> moveTag(
            Transaction transaction, Repository repository, ManifestReference reference, Digest digest) {
        return reference instanceof ManifestReference.ByTag byTag
                ? table.moveTag(transaction, repository, byTag.tag(), digest)
                : Uni.createFrom().item(false);
    }

    private ImagePushed event(
            Repository repository,
            ManifestReference reference,
            ManifestDocument document,
            Digest digest,
            long imageBytes,
            Principal principal) {
        return new ImagePushed(
                repository.id(),
                repository.tenant(),
                repository.name().value(),
                reference instanceof ManifestReference.ByTag byTag ? byTag.tag() : null,
                digest.toString(),
                document.mediaType().value(),
                imageBytes,
                principal.name(),
                Instant.now());
    }

    private static void requireNamedSo(ManifestReference reference, Digest actual) {
        if (reference instanceof ManifestReference.ByDigest byDigest
                && !byDigest.digest().equals(actual)) {
            throw new RegistryException(
                    RegistryFault.DIGEST_INVALID, "the manifest hashes to " + actual + ", not to " + byDigest.digest());
        }
    }

    private static void requireHeld(Collection<Descriptor> needed, Map<String, Long> heldBytes) {
        for (Descriptor descriptor : needed) {
            Long held = heldBytes.get(descriptor.digest().toString());
            if (held == null) {
                if (!descriptor.external()) {
                    throw new RegistryException(
                            RegistryFault.MANIFEST_BLOB_UNKNOWN,
                            "push " + descriptor.digest() + " to this repository first");
                }
            } else if (held != descriptor.sizeBytes()) {
                throw new RegistryException(
                        RegistryFault.MANIFEST_INVALID,
                        descriptor.digest() + " has " + held + " bytes, not " + descriptor.sizeBytes());
            }
        }
    }

    private static PushedManifest pushed(ManifestDocument document, Digest digest) {
        Descriptor subject = document.subject();
        return new PushedManifest(digest, subject == null ? null : subject.digest());
    }

    private static List<String> digests(Collection<Descriptor> descriptors) {
        return descriptors.stream()
                .map(descriptor -> descriptor.digest().toString())
                .distinct()
                .toList();
    }
}
