package dev.slipway.sandbox;

import dev.slipway.sandbox.FilesystemEntry.Bound;
import dev.slipway.sandbox.FilesystemEntry.Directory;
import dev.slipway.sandbox.FilesystemEntry.Link;
import dev.slipway.sandbox.FilesystemEntry.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that a command will see, in the order of making, {@code /proc} and {@code /dev} excepted, which each rung makes its own way.
 *
 * <p>A bind into another bind must find its place there already, reached through no symbolic link: the outer one may hold other people's
 * files, and following their links while still being root would leave the sandbox.
 */
final class FilesystemPlan {

    private static final Set<Path> RESERVED =
            Set.of(Path.of("/proc"), Path.of("/dev"), Path.of("/sys"), Path.of("/etc"), Path.of("/usr"));

    private final List<FilesystemEntry> entries = new ArrayList<>();
    private final Set<Path> directories = new HashSet<>();

    private FilesystemPlan() {}

    static List<FilesystemEntry> of(SandboxedCommand command, List<FilesystemEntry> accounts) throws IOException {
        FilesystemPlan plan = new FilesystemPlan();
        HostSystem.entries().forEach(plan::add);
        accounts.forEach(plan::add);
        long bytes = command.memoryFileBytes();
        plan.add(new Memory(Path.of("/tmp"), "1777", bytes));
        plan.add(new Link("/tmp", Path.of("/var/tmp")));
        plan.add(new Directory(Path.of("/run")));
        if (command.binds().stream().noneMatch(bind -> command.home().startsWith(bind.inside()))) {
            plan.add(new Memory(command.home(), "0777", bytes));
        }
        for (Bind bind : command.binds()) {
            plan.bind(bind);
        }
        for (Path hidden : command.hidden()) {
            plan.hide(hidden);
        }
        return plan.entries;
    }

    private void bind(Bind bind) throws IOException {
        Path inside = bind.inside();
        if (inside.getNameCount() == 0
                || RESERVED.stream().anyMatch(inside::startsWith)
                || entries.stream().anyMatch(entry -> entry.inside().startsWith(inside))) {
            throw new IllegalArgumentException(
                    "a bind cannot replace a part of the system or an earlier bind: " + inside);
        }
        Path host = bind.host().toRealPath();
        add(new Bound(host, inside, bind.writable(), Files.isDirectory(host)));
    }

    private void hide(Path inside) throws IOException {
        Path hostPath = covering(inside.normalize())
                .map(bound -> bound.host().resolve(bound.inside().relativize(inside.normalize())))
                .orElseThrow(() -> new IllegalArgumentException("nothing of the host is at " + inside));
        requireReal(hostPath);
        if (Files.isDirectory(hostPath)) {
            entries.add(new Memory(inside.normalize(), "0555", 4096));
        } else {
            entries.add(new Bound(Path.of("/dev/null"), inside.normalize(), false, false));
        }
    }

    private void add(FilesystemEntry entry) {
        Optional<Bound> outer = covering(entry.inside());
        if (outer.isPresent()) {
            requireReal(outer.get().host().resolve(outer.get().inside().relativize(entry.inside())));
        } else {
            addParents(entry.inside());
        }
        if (entry instanceof Directory directory) {
            directories.add(directory.inside());
        }
        entries.add(entry);
    }

    /** The innermost bind that holds this path. */
    private Optional<Bound> covering(Path inside) {
        return entries.stream()
                .filter(Bound.class::isInstance)
                .map(Bound.class::cast)
                .filter(bound -> inside.startsWith(bound.inside()))
                .reduce((first, second) -> second);
    }

    private static void requireReal(Path hostPath) {
        try {
            if (!hostPath.toRealPath().equals(hostPath)) {
                throw new IllegalArgumentException("a symbolic link leads to " + hostPath);
            }
        } catch (IOException missing) {
            throw new IllegalArgumentException(hostPath + " does not exist", missing);
        }
    }

    private void addParents(Path inside) {
        Path parent = inside.getParent();
        if (parent != null && parent.getNameCount() > 0 && !isMade(parent)) {
            addParents(parent);
            directories.add(parent);
            entries.add(new Directory(parent));
        }
    }

    private boolean isMade(Path inside) {
        return directories.contains(inside)
                || entries.stream().anyMatch(entry -> entry.inside().equals(inside));
    }
}
