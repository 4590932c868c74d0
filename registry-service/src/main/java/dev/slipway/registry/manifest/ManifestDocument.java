package dev.slipway.registry.manifest;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the registry needs to know of a manifest; the bytes themselves are stored as they came.
 *
 * @param blobs the config first, then the layers; empty for an index
 * @param children the manifests of an index; empty for an image
 * @param subject the manifest that this one says something about (a signature, an SBOM); null for most
 * @param artifactType the manifest's own, else its config's media type; null for an index without one
 */
public record ManifestDocument(
        ManifestMediaType mediaType,
        List<Descriptor> blobs,
        List<Descriptor> children,
        @Nullable Descriptor subject,
        @Nullable String artifactType,
        Map<String, String> annotations) {

    public ManifestDocument {
        blobs = List.copyOf(blobs);
        children = List.copyOf(children);
        annotations = Map.copyOf(annotations);
    }

    /** Bytes of everything that the manifest points at directly. */
    public long referencedBytes() {
        return Stream.concat(blobs.stream(), children.stream())
                .mapToLong(Descriptor::sizeBytes)
                .sum();
    }
}
