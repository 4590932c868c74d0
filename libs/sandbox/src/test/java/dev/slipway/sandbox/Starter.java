package dev.slipway.sandbox;

import java.nio.file.Path;

/** Starts a detached process and ends without waiting for it. */
final class Starter {

    private Starter() {}

    public static void main(String[] arguments) throws Exception {
        Sandbox sandbox = Sandbox.open(SandboxSettings.in(Path.of(arguments[0]))
                .withLevels(SandboxLevel.valueOf(arguments[1]))
                .withUnsafe(true));
        System.out.println("starting");
        sandbox.startDetached(
                SandboxedCommand.of("/bin/sh", "-c", arguments[3])
                        .environment("PATH", "/usr/bin:/bin")
                        .build(),
                Path.of(arguments[2]),
                DetachedPolicy.DEFAULT);
        System.out.println("started");
    }
}
