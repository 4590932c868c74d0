package dev.slipway.registry.storage;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Where files stand below the registry's own folder:
 *
 * <pre>
 * blobs/sha256/ab/cd/abcd…   contents by digest; two levels keep folders small with millions of blobs
 * uploads/&lt;id&gt;              what has arrived of an upload; its length is the offset that the client goes on from
 * </pre>
 */
record StorageLayout(Path root) {

    Path blob(Digest digest) {
        return folder(digest).resolve(digest.hex());
    }

    /** The folder of a content. */
    Path folder(Digest digest) {
        List<Path> folders = folders(digest);
        return folders.get(folders.size() - 1);
    }

    /** The folders that lead to a content, each in the one before; the first stands in the root. */
    List<Path> folders(Digest digest) {
        Path blobs = root.resolve("blobs");
        Path algorithm = blobs.resolve("sha256");
        Path first = algorithm.resolve(digest.hex().substring(0, 2));
        Path second = first.resolve(digest.hex().substring(2, 4));
        return List.of(blobs, algorithm, first, second);
    }

    Path uploads() {
        return root.resolve("uploads");
    }

    Path upload(UUID id) {
        return uploads().resolve(id.toString());
    }

    /** Whose file that is; empty if it is none of an upload. */
    Optional<UUID> uploadId(Path file) {
        try {
            return Optional.of(UUID.fromString(file.getFileName().toString()));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }
}
