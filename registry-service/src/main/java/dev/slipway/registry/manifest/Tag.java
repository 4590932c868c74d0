package dev.slipway.registry.manifest;

import java.time.Instant;

/**
 * A name that points at a manifest and may be moved to another.
 *
 * @param imageBytes the manifest and everything that it points at
 * @param updatedAt when it was last moved
 */
public record Tag(String name, String digest, String mediaType, long imageBytes, Instant updatedAt) {}
