package dev.slipway.registry.manifest;

import dev.slipway.registry.storage.Digest;

/**
 * Points at a content (OCI image specification 1.1, "Content Descriptors").
 *
 * @param sizeBytes of the content
 * @param external the content may stand elsewhere, as the layers that Windows images may not redistribute do
 */
public record Descriptor(String mediaType, Digest digest, long sizeBytes, boolean external) {}
