package dev.slipway.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The checked-in schemas are those of the records, and nobody who knows a released one is broken by them.
 *
 * <p>{@code ./mvnw -pl libs/event-contracts test -Dtest=SchemasTest -Dslipway.schemas.write=true} writes them anew, unless that would break a reader of
 * a released one ({@link ReleasedSchemas}).
 */
class SchemasTest {

    private static final Path FOLDER = Path.of("src", "main", "resources", "schemas");
    private static final boolean WRITE = Boolean.getBoolean("slipway.schemas.write");
    private static final boolean RELEASE = Boolean.getBoolean("slipway.schemas.release");
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @EnumSource(MessageType.class)
    void noReaderOfAReleasedSchemaIsBroken(MessageType type) throws IOException {
        // Given
        JsonNode present = JSON.readTree(generated(type));

        for (Path released : ReleasedSchemas.of(type)) {
            // When
            List<String> breaks = SchemaCompatibility.breaks(JSON.readTree(Files.readString(released)), present);

            // Then
            assertThat(breaks)
                    .as("%s breaks readers of %s: keep the field, or make a new version", type.type(), released)
                    .isEmpty();
        }
    }

    @Test
    void everyReleasedSchemaIsOfAMessageThatIsStillRead() throws IOException {
        // Given
        List<String> messages =
                Arrays.stream(MessageType.values()).map(MessageType::type).toList();

        // When
        List<String> released = ReleasedSchemas.types();

        // Then
        assertThat(released).isNotEmpty().isSubsetOf(messages);
    }

    /** A copy that was edited, to make a break pass, has a wrong name; one that is gone is seen by whoever reviews the change. */
    @ParameterizedTest
    @EnumSource(MessageType.class)
    void aReleasedSchemaIsWhatItWas(MessageType type) throws IOException {
        if (RELEASE) {
            ReleasedSchemas.add(type, generated(type));
        }
        for (Path released : ReleasedSchemas.of(type)) {
            // When
            String content = Files.readString(released);

            // Then
            assertThat(released.getFileName().toString()).isEqualTo(ReleasedSchemas.fileName(content));
        }
    }

    @ParameterizedTest
    @EnumSource(MessageType.class)
    void theCheckedInSchemaIsThatOfTheRecord(MessageType type) throws IOException {
        Path file = file(type);
        if (WRITE) {
            noReaderOfAReleasedSchemaIsBroken(type);
            Files.createDirectories(FOLDER);
            Files.writeString(file, generated(type));
        }

        // When
        String checkedIn = Files.exists(file) ? Files.readString(file) : "(there is none)";

        // Then
        assertThat(checkedIn)
                .as("%s is stale: run this test with -Dslipway.schemas.write=true", file)
                .isEqualTo(generated(type));
    }

    @Test
    void everySchemaIsThatOfAMessage() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Arrays.stream(MessageType.values())
                            .map(type -> type.type() + ".json")
                            .toList());
        }
    }

    @Test
    void whatMayBeAbsentIsWhatTheRecordCallsNullable() {
        // When
        JsonNode origin = SchemaGeneration.generate(MessageType.BUILD_REFUSED).at("/$defs/Origin");

        // Then
        assertThat(origin.get("required")).extracting(JsonNode::asText).containsExactly("kind");
        assertThat(origin.get("properties").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("kind", "run_id", "step_id");
    }

    private static Path file(MessageType type) {
        return FOLDER.resolve(type.type() + ".json");
    }

    private static String generated(MessageType type) throws IOException {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
        printer.indentArraysWith(DefaultPrettyPrinter.FixedSpaceIndenter.instance);
        return JSON.writer(printer).writeValueAsString(SchemaGeneration.generate(type)) + "\n";
    }
}
