package dev.slipway.sandbox;

import java.nio.file.Path;
import java.time.Duration;

/** A runner with one step: prints how the step ended, if it lives to see it. */
final class LonelyRunner {

    private LonelyRunner() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        SandboxLevel level = SandboxLevel.valueOf(arguments[1]);
        String script = "(setsid sleep " + arguments[2] + " >/dev/null 2>&1 &); sleep " + arguments[2];
        Sandbox sandbox =
                Sandbox.open(SandboxSettings.in(folder).withLevels(level).withUnsafe(true));
        SupervisedProcess process = sandbox.start(
                SandboxedCommand.of("/bin/sh", "-c", script)
                        .environment("PATH", "/usr/bin:/bin")
                        .build(),
                new SupervisorPolicy(Duration.ofSeconds(1)));
        System.out.println("started");
        System.out.println(Finished.of(process).status());
    }
}
