package dev.slipway.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Finds out what this machine offers by really running a command on each rung; nothing is concluded from versions or files.
 */
public final class SandboxProbe {

    /** Unlikely to come from anything but the check command. */
    private static final int HELD = 42;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private SandboxProbe() {}

    /** Tries every permitted rung, also those below the one in force. */
    public static SandboxReport probe(SandboxSettings settings) throws IOException {
        return probe(settings, Launcher.open(settings), false);
    }

    static SandboxReport probe(SandboxSettings settings, Launcher launcher, boolean firstOnly) throws IOException {
        Optional<SandboxLevel> inForce = Optional.empty();
        Map<SandboxLevel, String> refusals = new EnumMap<>(SandboxLevel.class);
        for (SandboxLevel level : SandboxLevel.values()) {
            if (!settings.levels().contains(level) || (firstOnly && inForce.isPresent())) {
                continue;
            }
            Optional<String> refusal = refusal(settings, launcher, level);
            if (refusal.isPresent()) {
                refusals.put(level, refusal.get());
            } else if (inForce.isEmpty()) {
                inForce = Optional.of(level);
            }
        }
        return new SandboxReport(inForce, refusals);
    }

    private static Optional<String> refusal(SandboxSettings settings, Launcher launcher, SandboxLevel level)
            throws IOException {
        if (level == SandboxLevel.NONE && !settings.unsafe()) {
            return Optional.of("not allowed");
        }
        if (level != SandboxLevel.NONE
                && launcher.user().isRoot()
                && !launcher.user().capable()) {
            return Optional.of("root without CAP_SYS_ADMIN and CAP_SETUID; run as an ordinary user or give it these");
        }
        // Where there is a sandbox, the service's own folder must be out of sight.
        String check = level == SandboxLevel.NONE ? "exit " + HELD : "[ ! -e \"$1\" ] && exit " + HELD;
        SandboxedCommand command = SandboxedCommand.of(
                        "/bin/sh",
                        "-c",
                        check,
                        "check",
                        settings.runtimeFolder().toString())
                .environment("PATH", "/usr/bin:/bin")
                .build();
        SupervisedProcess process = launcher.start(Rung.of(level), command, SupervisorPolicy.DEFAULT);
        return outcome(process);
    }

    private static Optional<String> outcome(SupervisedProcess process) throws IOException {
        try {
            ExitStatus status = process.onExit().toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (status.code() == HELD) {
                return Optional.empty();
            }
            try (BufferedReader errors =
                    new BufferedReader(new InputStreamReader(process.stderr(), StandardCharsets.UTF_8))) {
                String line = errors.readLine();
                return Optional.of(line == null ? "the check command ended with " + status.code() : line);
            }
        } catch (TimeoutException slow) {
            process.terminate(Duration.ZERO);
            return Optional.of("the check command did not end within " + PATIENCE.toSeconds() + " s");
        } catch (ExecutionException failed) {
            throw new IOException("the check command cannot be followed", failed.getCause());
        } catch (InterruptedException interrupted) {
            process.terminate(Duration.ZERO);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while probing", interrupted);
        }
    }
}
