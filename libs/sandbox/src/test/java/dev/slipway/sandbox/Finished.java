package dev.slipway.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A command that has ended, with all that it printed. */
record Finished(ExitStatus status, String stdout, String stderr) {

    static Finished of(SupervisedProcess process) {
        CompletableFuture<String> stdout = CompletableFuture.supplyAsync(() -> read(process.stdout()));
        CompletableFuture<String> stderr = CompletableFuture.supplyAsync(() -> read(process.stderr()));
        try {
            ExitStatus status = process.onExit().toCompletableFuture().get(60, TimeUnit.SECONDS);
            return new Finished(status, stdout.get(5, TimeUnit.SECONDS), stderr.get(5, TimeUnit.SECONDS));
        } catch (Exception unfinished) {
            throw new AssertionError("the command did not end", unfinished);
        }
    }

    private static String read(InputStream stream) {
        try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
