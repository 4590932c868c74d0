package dev.slipway.registry.manifest;

import dev.slipway.registry.storage.Digest;
import org.jspecify.annotations.Nullable;

/**
 * What has become of a pushed manifest.
 *
 * @param subject the manifest that it says something about; null for most
 */
public record PushedManifest(Digest digest, @Nullable Digest subject) {}
