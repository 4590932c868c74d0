package dev.slipway.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Confines a command by util-linux alone: {@code unshare}, then {@code namespaces.sh}, which makes the root that {@link NamespacesPlan} describes.
 *
 * <p>As an ordinary user the mounts are made as the root of a user namespace, and the command runs in a second one inside it, where it is its own
 * plain user again and has no power over those mounts.
 */
final class NamespacesRung implements Rung {

    @Override
    public SandboxLevel level() {
        return SandboxLevel.NAMESPACES;
    }

    @Override
    public List<String> launcher(Launch launch) throws IOException {
        Path folder = launch.folder();
        List<FilesystemEntry> accounts = Accounts.write(folder, launch.uid(), launch.gid(), launch.command());
        NamespacesPlan plan =
                new NamespacesPlan(folder.resolve("root"), launch.command().memoryFileBytes());
        for (FilesystemEntry entry : FilesystemPlan.of(launch.command(), accounts)) {
            plan.add(entry);
        }
        Files.writeString(folder.resolve("plan"), plan.text());
        Files.writeString(folder.resolve("arguments"), "");

        List<String> launcher = new ArrayList<>(List.of("unshare"));
        boolean privileged = launch.user().capable();
        if (!privileged) {
            launcher.addAll(List.of("--user", "--map-root-user"));
        }
        launcher.addAll(List.of("--mount", "--pid", "--ipc", "--uts", "--net"));
        launcher.addAll(List.of("--propagation", "private", "--fork", "--kill-child=SIGKILL", "--"));
        launcher.addAll(List.of("/bin/bash", launch.scripts().namespaces().toString(), folder.toString()));
        launcher.add(launch.command().hostname());
        launcher.addAll(privileged ? launch.dropRoot() : becomeOrdinary(launch));
        launcher.addAll(launch.enter(launch.command().workingDirectory()));
        return launcher;
    }

    /** The inner namespace is made while the right to map the outer one's root is still held; its exec leaves that and every other right behind. */
    private static List<String> becomeOrdinary(Launch launch) {
        return List.of(
                "/usr/bin/unshare",
                "--user",
                "--map-user=" + launch.uid(),
                "--map-group=" + launch.gid(),
                "--",
                "/usr/bin/setpriv",
                "--ambient-caps=-all",
                "--inh-caps=-all",
                "--no-new-privs",
                "--");
    }
}
