package dev.slipway.local.machine;

import dev.slipway.embedded.FileTrees;
import dev.slipway.sandbox.SandboxProbe;
import dev.slipway.sandbox.SandboxReport;
import dev.slipway.sandbox.SandboxSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What this computer offers to Slipway, each thing tried rather than guessed from a version. */
public final class Machine {

    private static final long MEBIBYTE = 1024L * 1024;

    /** What everything together takes at most when idle, with room for one build. */
    private static final long COMFORTABLE_MEBIBYTES = 4096;

    private final boolean unsafeRunner;
    private final List<Path> fileRoots;

    public Machine(boolean unsafeRunner, List<Path> fileRoots) {
        this.unsafeRunner = unsafeRunner;
        this.fileRoots = fileRoots;
    }

    public List<Finding> examine() {
        return List.of(
                hardware(),
                jdks(),
                git(),
                bubblewrap(),
                userNamespaces(),
                sandbox(),
                docker(),
                kubectl(),
                loopback(),
                roots());
    }

    private static Finding hardware() {
        int cores = Runtime.getRuntime().availableProcessors();
        long memory =
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                        ? system.getTotalMemorySize() / MEBIBYTE
                        : 0;
        String found = cores + " cores, " + memory + " MiB memory";
        String use = "everything together takes about 2 GiB";
        return memory >= COMFORTABLE_MEBIBYTES
                ? Finding.good("machine", found, use)
                : Finding.lacking("machine", found, use + ": this is tight");
    }

    private static Finding jdks() {
        String found = Stream.of(System.getProperty("slipway.jdks", "").split(":"))
                .filter(jdk -> !jdk.isEmpty())
                .map(jdk -> jdk.replace("=", " in "))
                .distinct()
                .collect(Collectors.joining(", "));
        return Finding.good(
                "JDKs",
                found.isEmpty() ? "only the one that runs this" : found,
                "runs the services, and steps that compile Java; in use: "
                        + Runtime.version().feature() + " in " + System.getProperty("java.home"));
    }

    private static Finding git() {
        return Programs.firstLine("git", "--version")
                .map(version -> Finding.good("git", version, "builds clone repositories with it"))
                .orElseGet(() -> Finding.broken("git", "not installed", "builds cannot clone; install git"));
    }

    private static Finding bubblewrap() {
        return Programs.firstLine("bwrap", "--version")
                .map(version -> Finding.good("bubblewrap", version, "the sandbox of steps and apps"))
                .orElseGet(() -> Finding.lacking(
                        "bubblewrap", "not installed", "user namespaces are the sandbox instead, if they work"));
    }

    private static Finding userNamespaces() {
        boolean allowed = Programs.firstLine("unshare", "--user", "--map-root-user", "echo", "yes")
                .filter("yes"::equals)
                .isPresent();
        String use = "the sandbox without bubblewrap; PostgreSQL's account when root starts it";
        return allowed
                ? Finding.good("user namespaces", "allowed", use)
                : Finding.lacking("user namespaces", "not allowed, or no unshare", use);
    }

    private Finding sandbox() {
        try {
            Path folder = Files.createTempDirectory("slipway-doctor-");
            try {
                SandboxReport report =
                        SandboxProbe.probe(SandboxSettings.in(folder).withUnsafe(unsafeRunner));
                String use = "in force for steps and apps";
                return report.level().isPresent()
                        ? Finding.good("sandbox level", report.summary(), use)
                        : Finding.broken(
                                "sandbox level", report.summary(), "builds with steps do not run; see --unsafe-runner");
            } finally {
                FileTrees.delete(folder);
            }
        } catch (IOException failed) {
            return Finding.broken("sandbox level", "cannot be probed: " + failed.getMessage(), "builds may not run");
        }
    }

    private static Finding docker() {
        Optional<String> version = Programs.firstLine("docker", "version", "--format", "{{.Server.Version}}");
        return version.map(found -> Finding.good("Docker", "server " + found, "not needed"))
                .orElseGet(() -> Finding.lacking(
                        "Docker",
                        Programs.find("docker").isPresent()
                                ? "installed, but its server does not answer"
                                : "not installed",
                        "not needed: steps run as processes; what needs a container ends with a clear message"));
    }

    private static Finding kubectl() {
        return Programs.find("kubectl")
                .map(path -> Finding.good("kubectl", path.toString(), "not needed on a laptop"))
                .orElseGet(() -> Finding.lacking("kubectl", "not installed", "not needed on a laptop"));
    }

    private static Finding loopback() {
        return Finding.good(
                "loopback",
                "allowed for webhooks and git",
                "this launcher lets them reach this machine and private networks; services started by themselves do not");
    }

    private Finding roots() {
        return Finding.good(
                "file:// clones",
                fileRoots.stream()
                        .map(root -> root.toAbsolutePath().normalize().toString())
                        .collect(Collectors.joining(", ")),
                "builds may clone repositories below these folders; --file-root of up and demo changes it");
    }
}
