package dev.slipway.sandbox;

import dev.slipway.sandbox.FilesystemEntry.Bound;
import dev.slipway.sandbox.FilesystemEntry.Directory;
import dev.slipway.sandbox.FilesystemEntry.Link;
import dev.slipway.sandbox.FilesystemEntry.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A root file system for {@code namespaces.sh}: a skeleton of folders, empty files and links, made here and now on the host, and the mounts that
 * fill it, which the script makes in its own mount namespace.
 */
final class NamespacesPlan {

    private static final List<String> DEVICES = List.of("null", "zero", "full", "random", "urandom", "tty");
    private static final List<String> KERNEL_SECRETS =
            List.of("/proc/sysrq-trigger", "/proc/kcore", "/proc/keys", "/proc/timer_list");

    private final Path root;
    private final StringBuilder lines = new StringBuilder();
    private final List<FilesystemEntry> mounted = new ArrayList<>();

    NamespacesPlan(Path root, long memoryFileBytes) throws IOException {
        this.root = root;
        Files.createDirectory(root);
        // Where the host's root is for the moment between pivot_root and umount.
        Files.createDirectory(root.resolve(".host"));
        mount(root.toString(), root.toString(), "none", "bind,nosuid,nodev");
        addKernel();
        addDevices();
        add(new Memory(Path.of("/dev/shm"), "1777", memoryFileBytes));
    }

    String text() {
        return lines.toString();
    }

    void add(FilesystemEntry entry) throws IOException {
        Path place = below(entry.inside());
        if (entry instanceof Directory) {
            makeDirectory(entry.inside());
        } else if (entry instanceof Link link) {
            Files.createSymbolicLink(place, Path.of(link.target()));
        } else if (entry instanceof Memory memory) {
            makeDirectory(memory.inside());
            mount("tmpfs", place.toString(), "tmpfs", "mode=" + memory.mode() + ",nosuid,nodev,size=" + memory.bytes());
            mounted.add(memory);
        } else if (entry instanceof Bound bound) {
            if (bound.directory()) {
                makeDirectory(bound.inside());
            } else {
                makeFile(bound.inside());
            }
            mount(
                    bound.host().toString(),
                    place.toString(),
                    "none",
                    "bind,nosuid,nodev" + (bound.writable() ? "" : ",ro"));
            mounted.add(bound);
        }
    }

    private void addKernel() throws IOException {
        Files.createDirectory(below(Path.of("/proc")));
        mount("proc", root + "/proc", "proc", "nosuid,nodev,noexec");
        mount(root + "/proc/sys", root + "/proc/sys", "none", "bind,ro,nosuid,nodev,noexec");
        for (String secret : KERNEL_SECRETS) {
            if (Files.exists(Path.of(secret))) {
                mount("/dev/null", root + secret, "none", "bind,ro,nosuid,noexec");
            }
        }
    }

    private void addDevices() throws IOException {
        Path dev = Files.createDirectory(below(Path.of("/dev")));
        for (String device : DEVICES) {
            Files.createFile(dev.resolve(device));
            mount("/dev/" + device, dev + "/" + device, "none", "bind,nosuid,noexec");
        }
        Files.createDirectory(dev.resolve("pts"));
        mount("devpts", dev + "/pts", "devpts", "newinstance,ptmxmode=0666,mode=0620,nosuid,noexec");
        Files.createSymbolicLink(dev.resolve("ptmx"), Path.of("pts/ptmx"));
        Files.createSymbolicLink(dev.resolve("fd"), Path.of("/proc/self/fd"));
        Files.createSymbolicLink(dev.resolve("stdin"), Path.of("/proc/self/fd/0"));
        Files.createSymbolicLink(dev.resolve("stdout"), Path.of("/proc/self/fd/1"));
        Files.createSymbolicLink(dev.resolve("stderr"), Path.of("/proc/self/fd/2"));
    }

    private void makeDirectory(Path inside) throws IOException {
        if (isInMemory(inside)) {
            line("directory", below(inside).toString());
        } else if (isInSkeleton(inside)) {
            Files.createDirectories(below(inside));
        }
    }

    private void makeFile(Path inside) throws IOException {
        if (isInMemory(inside)) {
            line("file", below(inside).toString());
        } else if (isInSkeleton(inside)) {
            Files.createFile(below(inside));
        }
    }

    private boolean isInMemory(Path inside) {
        return innermost(inside) instanceof Memory;
    }

    /** What lies in a bind exists there already: {@link FilesystemPlan} has seen to it. */
    private boolean isInSkeleton(Path inside) {
        return innermost(inside) instanceof Directory;
    }

    private FilesystemEntry innermost(Path inside) {
        return mounted.stream()
                .filter(entry -> inside.startsWith(entry.inside()))
                .reduce((first, second) -> second)
                .orElse(new Directory(Path.of("/")));
    }

    private Path below(Path inside) {
        return root.resolve(Path.of("/").relativize(inside));
    }

    private void mount(String source, String target, String type, String options) {
        line("mount", source, target, type, options, "0", "0");
    }

    /** Fields parted by blanks, with blanks and their kin inside a field in octal, as fstab has it. */
    private void line(String kind, String... fields) {
        lines.append(kind);
        for (String field : fields) {
            lines.append(' ');
            field.chars().forEach(character -> {
                if (character <= ' ' || character == '\\' || character == '#') {
                    lines.append('\\').append(String.format("%03o", character));
                } else {
                    lines.append((char) character);
                }
            });
        }
        lines.append('\n');
    }
}
