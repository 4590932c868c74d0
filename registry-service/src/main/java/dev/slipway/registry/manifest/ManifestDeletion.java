package dev.slipway.registry.manifest;

import dev.slipway.events.ImageDeleted;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.db.Transaction;
import dev.slipway.kit.identity.Principal;
import dev.slipway.registry.fault.RegistryException;
import dev.slipway.registry.fault.RegistryFault;
import dev.slipway.registry.repository.Repository;
import dev.slipway.registry.repository.RepositoryAccess;
import dev.slipway.registry.repository.RepositoryName;
import dev.slipway.registry.storage.Digest;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Deletes tags and manifests. What went and the events that tell of it commit together. */
@ApplicationScoped
public class ManifestDeletion {

    private static final Logger LOG = Logger.getLogger(ManifestDeletion.class);

    private static final String FOREIGN_KEY_VIOLATION = "23503";

    private final Database database;
    private final ManifestTable table;
    private final RepositoryAccess access;

    ManifestDeletion(Database database, ManifestTable table, RepositoryAccess access) {
        this.database = database;
        this.table = table;
        this.access = access;
    }

    /**
     * Deletes a tag, or a manifest with all tags that point at it. Blobs that nothing needs any more go with a later sweep.
     *
     * @throws RegistryException MANIFEST_UNKNOWN, or CONTENT_IN_USE while an index needs the manifest
     */
    public Uni<Void> delete(Principal principal, RepositoryName name, ManifestReference reference) {
        return access.forChange(principal, name)
                .chain(repository -> database.inTransaction(transaction -> table.lock(transaction, repository)
                        .chain(() -> delete(transaction, repository, reference))
                        .chain(deleted -> transaction.publish(deleted.stream()
                                .map(each -> event(repository, each, principal))
                                .toList()))))
                .invoke(() -> LOG.infof("deleted %s from %s", reference, name))
                .onFailure(ManifestDeletion::isForeignKeyViolation)
                .transform(needed -> new RegistryException(
                        RegistryFault.CONTENT_IN_USE, "an index needs the manifest: delete the index first", needed));
    }

    private Uni<List<Deleted>> delete(Transaction transaction, Repository repository, ManifestReference reference) {
        if (reference instanceof ManifestReference.ByTag byTag) {
            return table.deleteTag(transaction, repository, byTag.tag())
                    .map(digest -> List.of(new Deleted(byTag.tag(), digest.orElseThrow(ManifestUnknown::create))));
        }
        Digest digest = ((ManifestReference.ByDigest) reference).digest();
        return table.deleteTags(transaction, repository, digest)
                .chain(tags -> table.delete(transaction, repository, digest).map(existed -> {
                    if (!existed) {
                        throw ManifestUnknown.create();
                    }
                    List<Deleted> deleted = new ArrayList<>();
                    tags.forEach(tag -> deleted.add(new Deleted(tag, digest)));
                    deleted.add(new Deleted(null, digest));
                    return deleted;
                }));
    }

    private ImageDeleted event(Repository repository, Deleted deleted, Principal principal) {
        return new ImageDeleted(
                repository.id(),
                repository.tenant(),
                repository.name().value(),
                deleted.tag(),
                deleted.digest().toString(),
                principal.name(),
                Instant.now());
    }

    private static boolean isForeignKeyViolation(Throwable failure) {
        return failure instanceof PgException postgres && FOREIGN_KEY_VIOLATION.equals(postgres.getSqlState());
    }

    private record Deleted(@Nullable String tag, Digest digest) {}
}
