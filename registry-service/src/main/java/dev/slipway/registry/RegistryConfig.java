package dev.slipway.registry;

import io.quarkus.runtime.annotations.StaticInitSafe;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** What an operator may set of the registry. */
@StaticInitSafe
@ConfigMapping(prefix = "slipway.registry")
public interface RegistryConfig {

    Storage storage();

    Upload upload();

    Sweep sweep();

    interface Storage {
        /** Where contents and uploads stand: by default the folder {@code registry} in {@code slipway.data.dir}. */
        Path directory();

        /** No upload begins or goes on while the volume has less free space than this. */
        @WithDefault("268435456")
        long minFreeBytes();
    }

    interface Upload {
        /** The largest blob. */
        @WithDefault("17179869184")
        long maxBlobBytes();

        /** Bodies of blobs and chunks that are read at once, each on a worker thread; of those there are 200 (quarkus.thread-pool.max-threads). */
        @WithDefault("100")
        int maxConcurrent();

        /** An upload that nothing was sent to for so long is thrown away. */
        @WithDefault("24h")
        Duration expireAfter();
    }

    interface Sweep {
        /** How often abandoned uploads and contents that nobody needs any more are looked for. */
        @WithDefault("10m")
        Duration every();

        /** A blob that no manifest needs is kept so long after it was last pushed or asked for, since its manifest may be on its way. */
        @WithDefault("24h")
        Duration keepUnusedBlobs();
    }
}
