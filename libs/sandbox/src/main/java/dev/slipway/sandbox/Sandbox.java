package dev.slipway.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Starts commands of other people at the strongest level that this machine offers.
 *
 * <p>One for each service process; thread-safe. Starting blocks for some milliseconds, so it belongs on a worker thread. Any thread will do: the
 * command's life hangs on this JVM, not on the thread that started it.
 */
public final class Sandbox {

    private final SandboxSettings settings;
    private final SandboxReport report;
    private final Rung rung;
    private final Launcher launcher;

    private Sandbox(SandboxSettings settings, SandboxReport report, Rung rung, Launcher launcher) {
        this.settings = settings;
        this.report = report;
        this.rung = rung;
        this.launcher = launcher;
    }

    /**
     * Probes the ladder and takes the first rung that holds.
     *
     * @throws SandboxUnavailableException when none does and the settings do not allow running without
     */
    public static Sandbox open(SandboxSettings settings) throws IOException {
        Launcher launcher = Launcher.open(settings);
        SandboxReport report = SandboxProbe.probe(settings, launcher, true);
        SandboxLevel level = report.level().orElseThrow(() -> new SandboxUnavailableException(report));
        return new Sandbox(settings, report, Rung.of(level), launcher);
    }

    public SandboxReport report() {
        return report;
    }

    public SandboxLevel level() {
        return rung.level();
    }

    /** Where a command finds a bound path: inside, or, without a sandbox, where it is on the host. */
    public Path visible(Path host, Path inside) {
        return level() == SandboxLevel.NONE ? host : inside;
    }

    /**
     * Starts a command that dies with this JVM.
     *
     * @throws IllegalArgumentException when a bind or hidden path is impossible
     */
    public SupervisedProcess start(SandboxedCommand command, SupervisorPolicy policy) throws IOException {
        return launcher.start(rung, command, policy);
    }

    /**
     * Starts a command that outlives this JVM; see {@link DetachedProcess#adopt} for finding it again.
     *
     * @param folder the start's own: made when missing, made anew when a starter was killed in it before it had recorded a process, never used for a
     *     second process, kept as long as the process or its exit matters
     */
    public DetachedProcess startDetached(SandboxedCommand command, Path folder, DetachedPolicy policy)
            throws IOException {
        return launcher.startDetached(rung, command, folder, policy);
    }

    /**
     * Makes a tree of files writable for commands: gives it to the user that they run as. Nothing to do unless this service is root. Links are not
     * followed; call it before any command has run in the tree.
     */
    public void give(Path tree) throws IOException {
        if (level() == SandboxLevel.NONE || !launcher.user().capable()) {
            return;
        }
        Process chown = new ProcessBuilder(
                        "chown",
                        "--recursive",
                        "--no-dereference",
                        "-P",
                        settings.uid() + ":" + settings.gid(),
                        "--",
                        tree.toAbsolutePath().toString())
                .redirectErrorStream(true)
                .start();
        chown.getOutputStream().close();
        try (InputStream output = chown.getInputStream()) {
            String message = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            if (chown.waitFor() != 0) {
                throw new IOException("cannot give " + tree + " to the commands' user: " + message.strip());
            }
        } catch (InterruptedException interrupted) {
            chown.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while giving " + tree, interrupted);
        }
    }
}
