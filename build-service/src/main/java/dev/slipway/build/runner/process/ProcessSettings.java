package dev.slipway.build.runner.process;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/** What a step may use of the machine. */
@ConfigMapping(prefix = "slipway.build.runner.step")
interface ProcessSettings {

    /** Private memory of each process of a step, in bytes; 0 leaves the host's limit. */
    @WithDefault("0")
    long memoryBytes();

    /** Processes and threads of the steps' user, of all steps at once. */
    @WithDefault("4096")
    long processes();

    /** Open files of each process. */
    @WithDefault("8192")
    long openFiles();

    /** The largest file that a step may write, in bytes; 0 leaves the host's limit. */
    @WithDefault("0")
    long fileBytes();

    /** What {@code /tmp} and {@code /dev/shm} of a step may hold, each, in memory. */
    @WithName("memory-file-bytes")
    @WithDefault("1073741824")
    long memoryFileBytes();
}
