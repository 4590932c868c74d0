package dev.slipway.local.data;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.sandbox.ProcessIdentity;
import java.util.List;

/**
 * The run that a launcher keeps going, as it stands in {@code run/state.json}.
 *
 * @param launcherPid the launcher, with its start time to tell it from a later process of the same number
 * @param url where the gateway answers
 */
public record RunState(
        @JsonProperty("launcher_pid") long launcherPid,
        @JsonProperty("launcher_start_ticks") long launcherStartTicks,
        @JsonProperty("boot_id") String bootId,
        String url,
        List<ProcessState> processes) {

    public RunState {
        processes = List.copyOf(processes);
    }

    public ProcessIdentity launcher() {
        return new ProcessIdentity(launcherPid, launcherStartTicks, bootId);
    }

    /** As it really is: what was killed is shown as dead. */
    public RunState checked() {
        List<ProcessState> checked = processes.stream().map(RunState::checked).toList();
        return new RunState(launcherPid, launcherStartTicks, bootId, url, checked);
    }

    public boolean allReady() {
        return processes.stream()
                .allMatch(process -> process.state() == Phase.READY || process.state() == Phase.EXTERNAL);
    }

    private static ProcessState checked(ProcessState process) {
        ProcessIdentity identity = process.identity();
        return identity != null && !identity.isAlive() ? process.died() : process;
    }
}
