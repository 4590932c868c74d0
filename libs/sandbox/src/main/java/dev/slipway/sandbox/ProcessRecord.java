package dev.slipway.sandbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code process.json}: three fields, written whole or not at all. */
final class ProcessRecord {

    static final String NAME = "process.json";
    private static final Pattern FORM =
            Pattern.compile("\\{\"pid\":(\\d+),\"start_ticks\":(\\d+),\"boot_id\":\"([0-9a-f-]+)\"}\\s*");

    private ProcessRecord() {}

    static void write(Path folder, ProcessIdentity identity) throws IOException {
        String json = "{\"pid\":" + identity.pid() + ",\"start_ticks\":" + identity.startTicks() + ",\"boot_id\":\""
                + identity.bootId() + "\"}\n";
        Path partial = folder.resolve(NAME + ".partial");
        try (FileChannel file = FileChannel.open(
                partial, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
            file.force(true);
        }
        Files.move(partial, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    }

    static Optional<ProcessIdentity> read(Path folder) throws IOException {
        String json;
        try {
            json = Files.readString(folder.resolve(NAME));
        } catch (NoSuchFileException neverStarted) {
            return Optional.empty();
        }
        Matcher fields = FORM.matcher(json);
        if (!fields.matches()) {
            throw new IOException(folder.resolve(NAME) + " is not a process record");
        }
        return Optional.of(
                new ProcessIdentity(Long.parseLong(fields.group(1)), Long.parseLong(fields.group(2)), fields.group(3)));
    }
}
