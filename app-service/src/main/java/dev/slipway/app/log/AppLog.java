package dev.slipway.app.log;

import dev.slipway.app.app.App;
import dev.slipway.app.runtime.AppRuntime;
import dev.slipway.kit.error.SlipwayException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** What an app has printed of late. */
@ApplicationScoped
public class AppLog {

    private final AppRuntime runtime;
    private final Vertx vertx;

    AppLog(AppRuntime runtime, Vertx vertx) {
        this.runtime = runtime;
        this.vertx = vertx;
    }

    /**
     * The last lines of the app's last start, whole ones as far as they fit.
     *
     * @param maxLines how many
     * @param maxBytes how many at most, whatever the lines
     * @throws SlipwayException (unavailable) if the app ran on another node
     */
    public Uni<byte[]> tail(App app, int maxLines, int maxBytes) {
        UUID runId = app.runId();
        if (runId == null) {
            return Uni.createFrom().item(new byte[0]);
        }
        if (!runtime.node().equals(app.node())) {
            throw SlipwayException.unavailable("the log lies on another node, which does not answer here");
        }
        return vertx.executeBlocking(() -> tail(runtime.logs(runId), maxLines, maxBytes), false);
    }

    /** @param files the older first */
    static byte[] tail(List<Path> files, int maxLines, int maxBytes) throws IOException {
        byte[] tail = new byte[0];
        for (int index = files.size() - 1; index >= 0 && tail.length < maxBytes; index--) {
            tail = concatenated(end(files.get(index), maxBytes - tail.length), tail);
        }
        return LastLines.of(tail, maxLines, tail.length == maxBytes);
    }

    private static byte[] end(Path file, int maxBytes) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long size = channel.size();
            channel.position(Math.max(0, size - maxBytes));
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(size, maxBytes));
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                // The file may have been turned over meanwhile: then there is less of it.
            }
            byte[] bytes = new byte[buffer.flip().remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (NoSuchFileException nothingPrinted) {
            return new byte[0];
        }
    }

    private static byte[] concatenated(byte[] first, byte[] second) {
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
