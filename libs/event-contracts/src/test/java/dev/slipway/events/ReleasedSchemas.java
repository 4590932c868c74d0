package dev.slipway.events;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The schemas that a released Slipway has written messages by, or reads them by: topics keep messages for weeks, and services are not upgraded in one
 * moment. Copies are only ever added, {@code <type>/<the first 64 bits of the content's SHA-256>.json}, when a release is made:
 *
 * <p>{@code ./mvnw -pl libs/event-contracts test -Dtest=SchemasTest -Dslipway.schemas.release=true}
 */
final class ReleasedSchemas {

    private static final Path FOLDER = Path.of("src", "test", "resources", "released-schemas");
    private static final int NAME_CHARACTERS = 16;

    private ReleasedSchemas() {}

    /** The types of which there is a released schema. */
    static List<String> types() throws IOException {
        return names(FOLDER).toList();
    }

    /** Empty for a message that no release knows. */
    static List<Path> of(MessageType type) throws IOException {
        Path folder = FOLDER.resolve(type.type());
        return names(folder).map(folder::resolve).toList();
    }

    static void add(MessageType type, String schema) throws IOException {
        Path folder = Files.createDirectories(FOLDER.resolve(type.type()));
        Files.writeString(folder.resolve(fileName(schema)), schema);
    }

    static String fileName(String schema) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(schema.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, NAME_CHARACTERS) + ".json";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static Stream<String> names(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }
}
