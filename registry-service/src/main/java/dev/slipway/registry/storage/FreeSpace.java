package dev.slipway.registry.storage;

import dev.slipway.registry.fault.RegistryException;
import dev.slipway.registry.fault.RegistryFault;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps uploads from filling the volume to the brim, which its other users could not bear. */
final class FreeSpace {

    /** What the volume has left. */
    interface Volume {
        long usableBytes() throws IOException;
    }

    private final Volume volume;
    private final long minBytes;

    FreeSpace(Volume volume, long minBytes) {
        this.volume = volume;
        this.minBytes = minBytes;
    }

    /** @param folder on the volume that is looked at */
    static FreeSpace of(Path folder, long minBytes) throws IOException {
        FileStore store = Files.getFileStore(folder);
        return new FreeSpace(store::getUsableSpace, minBytes);
    }

    /** @throws RegistryException STORAGE_FULL while there is less than the bound */
    void require() throws IOException {
        if (volume.usableBytes() < minBytes) {
            throw new RegistryException(
                    RegistryFault.STORAGE_FULL, "the registry's disk is full: free some space, then push again");
        }
    }
}
