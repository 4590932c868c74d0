package dev.slipway.registry.manifest;

import dev.slipway.registry.fault.RegistryException;
import dev.slipway.registry.fault.RegistryFault;
import java.util.Arrays;
import java.util.Locale;

/** The kinds of manifest that are stored. Docker's schema 1 is not: no client has pushed it since 2017. */
public enum ManifestMediaType {
    OCI_IMAGE("application/vnd.oci.image.manifest.v1+json", Shape.IMAGE),
    OCI_INDEX("application/vnd.oci.image.index.v1+json", Shape.INDEX),
    DOCKER_IMAGE("application/vnd.docker.distribution.manifest.v2+json", Shape.IMAGE),
    DOCKER_LIST("application/vnd.docker.distribution.manifest.list.v2+json", Shape.INDEX);

    /** What a manifest consists of. */
    public enum Shape {
        /** A config and layers, which are blobs. */
        IMAGE,
        /** Other manifests, one per platform. */
        INDEX
    }

    private final String value;
    private final Shape shape;

    ManifestMediaType(String value, Shape shape) {
        this.value = value;
        this.shape = shape;
    }

    public String value() {
        return value;
    }

    public Shape shape() {
        return shape;
    }

    /**
     * @param contentType as a client sent it; parameters such as {@code charset} do not matter
     * @throws RegistryException MANIFEST_INVALID for any other type
     */
    public static ManifestMediaType parse(String contentType) {
        String bare = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(type -> type.value.equals(bare))
                .findFirst()
                .orElseThrow(() -> new RegistryException(
                        RegistryFault.MANIFEST_INVALID,
                        "the Content-Type of a manifest is one of "
                                + Arrays.stream(values())
                                        .map(ManifestMediaType::value)
                                        .toList()));
    }
}
