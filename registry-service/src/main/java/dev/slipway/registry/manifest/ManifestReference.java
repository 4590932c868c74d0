package dev.slipway.registry.manifest;

import dev.slipway.registry.fault.RegistryException;
import dev.slipway.registry.fault.RegistryFault;
import dev.slipway.registry.storage.Digest;
import java.util.regex.Pattern;

/** How a caller names a manifest: by a tag, which moves, or by its digest, which does not. */
public sealed interface ManifestReference {

    /** Grammar of the OCI distribution specification 1.1, section "Pulling manifests". */
    Pattern TAG = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

    /** @throws RegistryException DIGEST_INVALID or TAG_INVALID */
    static ManifestReference parse(String value) {
        if (value.contains(":")) {
            return new ByDigest(Digest.parse(value));
        }
        if (!TAG.matcher(value).matches()) {
            throw new RegistryException(
                    RegistryFault.TAG_INVALID,
                    "a tag has 1 to 128 letters, digits, '_', '.' and '-', and begins with none of the last two");
        }
        return new ByTag(value);
    }

    record ByTag(String tag) implements ManifestReference {

        @Override
        public String toString() {
            return tag;
        }
    }

    record ByDigest(Digest digest) implements ManifestReference {

        @Override
        public String toString() {
            return digest.toString();
        }
    }
}
