package dev.slipway.registry.manifest;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A manifest that says something about another: a signature, an SBOM (OCI distribution specification 1.1, "Listing Referrers"). */
public record Referrer(
        String mediaType,
        String digest,
        long sizeBytes,
        @Nullable String artifactType,
        Map<String, String> annotations) {}
