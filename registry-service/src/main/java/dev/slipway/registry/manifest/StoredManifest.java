package dev.slipway.registry.manifest;

import dev.slipway.registry.storage.Digest;
import java.nio.file.Path;

/**
 * A manifest that is there to be read.
 *
 * @param mediaType as it was pushed
 * @param sizeBytes of the manifest itself
 */
public record StoredManifest(Digest digest, String mediaType, long sizeBytes, Path file) {}
