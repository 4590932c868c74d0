package dev.slipway.sandbox;

import java.nio.file.Path;
import java.util.List;

/**
 * One start of one command.
 *
 * @param folder the start's own folder on the host
 * @param scripts where the scripts are
 * @param cookie marks the command's processes where there is no sandbox to hold them
 */
record Launch(
        SandboxedCommand command,
        SandboxSettings settings,
        HostUser user,
        Path folder,
        Scripts scripts,
        String cookie) {

    /** The user that the command will be, seen from the host. */
    int uid() {
        return user.capable() ? settings.uid() : user.uid();
    }

    int gid() {
        return user.capable() ? settings.gid() : user.gid();
    }

    /** The last step, the same on every rung; the command itself comes through a pipe. */
    List<String> enter(Path workingDirectory) {
        Limits limits = command.limits();
        return List.of(
                "/bin/bash",
                "-c",
                scripts.enter(),
                "enter",
                workingDirectory.toString(),
                Long.toString(limits.memoryBytes() / 1024),
                Long.toString(limits.processes()),
                Long.toString(limits.openFiles()),
                Long.toString(limits.fileBytes() / 1024));
    }

    /** Gives up everything that a capable root has; nothing after it can come back. */
    List<String> dropRoot() {
        return List.of(
                "/usr/bin/setpriv",
                "--reuid=" + settings.uid(),
                "--regid=" + settings.gid(),
                "--clear-groups",
                "--ambient-caps=-all",
                "--inh-caps=-all",
                "--bounding-set=-all",
                "--no-new-privs",
                "--");
    }
}
