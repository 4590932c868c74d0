package dev.slipway.app.runtime.process;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What an app's processes may use of the machine. */
@ConfigMapping(prefix = "slipway.app.runtime.process")
interface ProcessRuntimeSettings {

    /** Private memory of each process, in bytes; 0 leaves the host's limit. */
    @WithDefault("0")
    long memoryBytes();

    /** Processes and threads of the apps' user, of all apps at once. */
    @WithDefault("4096")
    long processes();

    /** Open files of each process. */
    @WithDefault("8192")
    long openFiles();

    /** The largest file that an app may write, in bytes; 0 leaves the host's limit. */
    @WithDefault("0")
    long fileBytes();

    /** What {@code /tmp} and {@code /dev/shm} of an app may hold, each, in memory. */
    @WithDefault("268435456")
    long memoryFileBytes();

    /** How much of a run's output is kept, twice: the current file and the one before. */
    @WithDefault("8388608")
    long logBytes();

    /** What an app may take to end when the machine itself asks it to. */
    @WithDefault("10s")
    Duration machineGrace();
}
