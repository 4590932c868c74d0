package dev.slipway.sandbox;

import dev.slipway.sandbox.FilesystemEntry.Bound;
import dev.slipway.sandbox.FilesystemEntry.Directory;
import dev.slipway.sandbox.FilesystemEntry.Link;
import dev.slipway.sandbox.FilesystemEntry.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Confines a command by bubblewrap.
 *
 * <p>As root there is no user namespace: bubblewrap makes the mounts, keeps only the capabilities to change the user, and {@code setpriv} becomes that user.
 * As an ordinary user everything happens in a user namespace. bubblewrap's arguments come in a file, because its process 1 is visible inside.
 */
final class BubblewrapRung implements Rung {

    /** Read by bubblewrap from the descriptor that the supervisor opens. */
    private static final String ARGUMENTS_DESCRIPTOR = "7";

    /** Where bubblewrap writes the pid of its namespace's init. */
    private static final String INFO_DESCRIPTOR = "4";

    @Override
    public SandboxLevel level() {
        return SandboxLevel.BUBBLEWRAP;
    }

    @Override
    public List<String> launcher(Launch launch) throws IOException {
        List<String> options = new ArrayList<>(List.of(
                "--die-with-parent",
                "--info-fd",
                INFO_DESCRIPTOR,
                "--unshare-pid",
                "--unshare-ipc",
                "--unshare-uts",
                "--unshare-net",
                "--unshare-cgroup-try",
                "--hostname",
                launch.command().hostname(),
                "--cap-drop",
                "ALL"));
        boolean root = launch.user().capable();
        if (root) {
            add(options, "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID", "--cap-add", "CAP_SETPCAP");
        } else {
            add(
                    options,
                    "--unshare-user",
                    "--uid",
                    Integer.toString(launch.uid()),
                    "--gid",
                    Integer.toString(launch.gid()));
        }
        add(options, "--proc", "/proc", "--ro-bind", "/proc/sys", "/proc/sys");
        for (String secret : List.of("/proc/sysrq-trigger", "/proc/kcore", "/proc/keys", "/proc/timer_list")) {
            if (Files.exists(Path.of(secret))) {
                add(options, "--ro-bind", "/dev/null", secret);
            }
        }
        String bytes = Long.toString(launch.command().memoryFileBytes());
        add(options, "--dev", "/dev", "--perms", "1777", "--size", bytes, "--tmpfs", "/dev/shm");
        List<FilesystemEntry> accounts = Accounts.write(launch.folder(), launch.uid(), launch.gid(), launch.command());
        FilesystemPlan.of(launch.command(), accounts).forEach(entry -> addEntry(options, entry));
        add(options, "--remount-ro", "/", "--chdir", "/");
        Files.writeString(launch.folder().resolve("arguments"), String.join("\0", options) + "\0");

        List<String> launcher = new ArrayList<>(List.of("bwrap", "--args", ARGUMENTS_DESCRIPTOR, "--"));
        if (root) {
            launcher.addAll(launch.dropRoot());
        }
        launcher.addAll(launch.enter(launch.command().workingDirectory()));
        return launcher;
    }

    private static void addEntry(List<String> options, FilesystemEntry entry) {
        String inside = entry.inside().toString();
        if (entry instanceof Directory) {
            add(options, "--perms", "0755", "--dir", inside);
        } else if (entry instanceof Link link) {
            add(options, "--symlink", link.target(), inside);
        } else if (entry instanceof Bound bound) {
            add(options, bound.writable() ? "--bind" : "--ro-bind", bound.host().toString(), inside);
        } else if (entry instanceof Memory memory) {
            add(options, "--perms", memory.mode(), "--size", Long.toString(memory.bytes()), "--tmpfs", inside);
        }
    }

    private static void add(List<String> options, String... more) {
        options.addAll(Arrays.asList(more));
    }
}
