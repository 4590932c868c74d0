package dev.slipway.registry.dialect.nativeapi;

import dev.slipway.registry.manifest.Tag;
import java.time.Instant;

/**
 * A tag as the native API shows it.
 *
 * @param sizeBytes the manifest and everything that it points at
 */
public record TagView(String name, String digest, String mediaType, long sizeBytes, Instant updatedAt) {

    static TagView of(Tag tag) {
        return new TagView(tag.name(), tag.digest(), tag.mediaType(), tag.imageBytes(), tag.updatedAt());
    }
}
