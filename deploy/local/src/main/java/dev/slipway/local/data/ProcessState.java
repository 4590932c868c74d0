package dev.slipway.local.data;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.sandbox.ProcessIdentity;
import org.jspecify.annotations.Nullable;

/**
 * One process of the suite as {@code status} shows it.
 *
 * @param pid null while there is no process
 * @param startTicks with the pid and the boot id tells the process from any later one with its number
 * @param port the TCP port that it listens on
 * @param since RFC 3339, when it came into this state
 * @param restarts how often it was started again in this run
 * @param note why it is in this state, if that needs to be said
 */
public record ProcessState(
        String name,
        @Nullable Long pid,
        int port,
        Phase state,
        String since,
        int restarts,
        @Nullable String note,
        @JsonProperty("start_ticks") @Nullable Long startTicks,
        @JsonProperty("boot_id") @Nullable String bootId) {

    /** The process's identity, if there is a process. */
    public @Nullable ProcessIdentity identity() {
        return pid == null || startTicks == null || bootId == null
                ? null
                : new ProcessIdentity(pid, startTicks, bootId);
    }

    ProcessState died() {
        return new ProcessState(name, pid, port, Phase.DEAD, since, restarts, note, startTicks, bootId);
    }
}
