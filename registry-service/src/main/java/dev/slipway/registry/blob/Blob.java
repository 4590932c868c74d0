package dev.slipway.registry.blob;

import dev.slipway.registry.storage.Digest;
import java.nio.file.Path;

/** A content of a repository that is there to be read. */
public record Blob(Digest digest, long sizeBytes, Path file) {}
