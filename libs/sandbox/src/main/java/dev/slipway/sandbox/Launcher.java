package dev.slipway.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Starts a command under its supervisor on a given rung. */
final class Launcher {

    private static final String SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SandboxSettings settings;
    private final HostUser user;
    private final Scripts scripts;
    private final PrivateFolders folders;

    private Launcher(SandboxSettings settings, HostUser user, Scripts scripts, PrivateFolders folders) {
        this.settings = settings;
        this.user = user;
        this.scripts = scripts;
        this.folders = folders;
    }

    static Launcher open(SandboxSettings settings) throws IOException {
        Files.createDirectories(settings.runtimeFolder(), PrivateFolders.OWNER_ONLY);
        return new Launcher(
                settings,
                HostUser.current(),
                Scripts.extract(settings.runtimeFolder()),
                PrivateFolders.open(settings.runtimeFolder()));
    }

    HostUser user() {
        return user;
    }

    SupervisedProcess start(Rung rung, SandboxedCommand command, SupervisorPolicy policy) throws IOException {
        Path folder = folders.create();
        try {
            Launch launch = launch(command, folder);
            List<String> line = supervisor(
                    scripts.supervise(), rung, seconds(policy.silence().toMillis()), launch);
            line.addAll(rung.launcher(launch));
            Process process = begin(line, ProcessBuilder.Redirect.PIPE);
            give(process, rung, launch);
            return new SupervisedProcess(process, folder, policy);
        } catch (IOException | RuntimeException failed) {
            PrivateFolders.delete(folder);
            throw failed;
        }
    }

    DetachedProcess startDetached(Rung rung, SandboxedCommand command, Path folder, DetachedPolicy policy)
            throws IOException {
        if (ProcessRecord.read(folder).isPresent()) {
            throw new IllegalStateException(
                    "a process was started in " + folder + " before: each start has a folder of its own");
        }
        // Left by a starter that was killed before it wrote the record: its supervisor has ended by itself.
        PrivateFolders.delete(folder);
        Files.createDirectories(folder, PrivateFolders.OWNER_ONLY);
        Launch launch = launch(command, folder);
        List<String> line = supervisor(scripts.superviseDetached(), rung, Long.toString(policy.logBytes()), launch);
        line.add(seconds(policy.grace().toMillis()));
        line.addAll(rung.launcher(launch));
        Process process = begin(line, ProcessBuilder.Redirect.DISCARD);
        ProcessIdentity identity = ProcessIdentity.of(process.pid())
                .orElseThrow(() -> new IOException("the supervisor of " + folder + " ended at once"));
        // From here on a killed JVM leaves a process that is found again; before, one that ends by itself.
        ProcessRecord.write(folder, identity);
        give(process, rung, launch);
        process.getOutputStream().close();
        return new DetachedProcess(folder, identity);
    }

    private Launch launch(SandboxedCommand command, Path folder) {
        byte[] cookie = new byte[16];
        RANDOM.nextBytes(cookie);
        return new Launch(
                command, settings, user, folder, scripts, HexFormat.of().formatHex(cookie));
    }

    /** In a session of its own: no signal meant for the service's terminal reaches it, and it has no terminal to write to. */
    private List<String> supervisor(Path script, Rung rung, String bound, Launch launch) {
        return new ArrayList<>(List.of(
                "setsid",
                "/bin/bash",
                script.toString(),
                scripts.folder().toString(),
                rung.level().name(),
                bound,
                launch.folder().toString(),
                launch.cookie()));
    }

    private static Process begin(List<String> line, ProcessBuilder.Redirect output) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(Path.of("/").toFile())
                .redirectOutput(output)
                .redirectError(output);
        builder.environment().clear();
        builder.environment().put("PATH", SYSTEM_PATH);
        return builder.start();
    }

    /** Hands over the command and its environment, and with them the word to begin. */
    private void give(Process process, Rung rung, Launch launch) throws IOException {
        String text = ShellText.of(launch.command());
        if (rung.level() == SandboxLevel.NONE) {
            text += "export SLIPWAY_SANDBOX_COOKIE=" + launch.cookie() + "\n";
        }
        OutputStream input = process.getOutputStream();
        input.write(text.getBytes(StandardCharsets.UTF_8));
        input.write(0);
        input.flush();
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.3f", millis / 1000.0);
    }
}
