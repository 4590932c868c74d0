package dev.slipway.registry.storage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far the hash of each upload has got, so that a blob that arrives in chunks is hashed while it is written and not read again
 * at the end. Only a memory aid: after a restart, or when another replica took a chunk, the length does not match and the file is
 * read once more.
 */
final class RunningDigests {

    private static final Duration FORGET_AFTER = Duration.ofHours(1);
    private static final int MAX_UPLOADS = 10_000;

    private final Cache<UUID, Running> running = Caffeine.newBuilder()
            .expireAfterAccess(FORGET_AFTER)
            .maximumSize(MAX_UPLOADS)
            .build();

    /** The hash of the first {@code length} bytes of the upload; null if it is not known. It is handed over, not shared. */
    @Nullable
    MessageDigest take(UUID upload, long length) {
        Running found = running.asMap().remove(upload);
        if (found != null && found.length == length) {
            return found.hash;
        }
        return length == 0 ? Digest.newHash() : null;
    }

    void keep(UUID upload, long length, MessageDigest hash) {
        running.put(upload, new Running(length, hash));
    }

    private record Running(long length, MessageDigest hash) {}
}
