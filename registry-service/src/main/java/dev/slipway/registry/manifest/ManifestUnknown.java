package dev.slipway.registry.manifest;

import dev.slipway.registry.fault.RegistryException;
import dev.slipway.registry.fault.RegistryFault;

/** The answer for a manifest that a repository does not hold, said alike wherever that is found out. */
final class ManifestUnknown {

    private ManifestUnknown() {}

    static RegistryException create() {
        return new RegistryException(RegistryFault.MANIFEST_UNKNOWN, "the manifest is not known to this repository");
    }
}
