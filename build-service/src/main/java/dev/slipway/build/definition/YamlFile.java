package dev.slipway.build.definition;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads one YAML document in bounded time and memory, whatever its author meant to do.
 *
 * <p>The document is scanned once as a stream of events, which holds nothing and stops at the first bound that is passed; only then is the
 * tree of nodes built. Aliases share nodes and are never expanded, so a bomb of nested aliases costs no more than its own text.
 */
final class YamlFile {

    static final int MAX_BYTES = 1024 * 1024;
    /** What is read has five levels; the rest is room for parts of a file that are not read. */
    private static final int MAX_DEPTH = 32;

    private static final int MAX_ALIASES = 100;
    private static final int MAX_EVENTS = 200_000;

    private YamlFile() {}

    static YamlValue read(byte[] content, String file) {
        if (content.length > MAX_BYTES) {
            throw new DefinitionException(file, 0, null, "is larger than 1 MiB");
        }
        String text = decode(content, file);
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setCodePointLimit(MAX_BYTES)
                // In one piece: for each further one the reader copies what it has of a long scalar.
                .setBufferSize(Math.max(1, text.length()))
                .setMaxAliasesForCollections(MAX_ALIASES)
                .build();
        try {
            scan(text, settings, file);
            Optional<Node> root = new Compose(settings).composeString(text);
            return YamlValue.root(
                    file, root.orElseThrow(() -> new DefinitionException(file, 0, null, "holds no YAML document")));
        } catch (MarkedYamlEngineException notYaml) {
            int line = notYaml.getProblemMark().map(Mark::getLine).orElse(-1) + 1;
            throw new DefinitionException(file, line, null, "is not YAML: " + shortened(notYaml.getProblem()));
        } catch (YamlEngineException notYaml) {
            throw new DefinitionException(file, 0, null, "is not YAML: " + shortened(notYaml.getMessage()));
        }
    }

    private static String decode(byte[] content, String file) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException notText) {
            throw new DefinitionException(file, 0, null, "is not text in UTF-8");
        }
    }

    private static void scan(String text, LoadSettings settings, String file) {
        int depth = 0;
        int aliases = 0;
        int events = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            if (event instanceof CollectionStartEvent) {
                depth++;
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            } else if (event instanceof AliasEvent) {
                aliases++;
            }
            events++;
            int line = event.getStartMark().map(Mark::getLine).orElse(-1) + 1;
            refuseBeyond(depth, MAX_DEPTH, "is nested more than " + MAX_DEPTH + " levels deep", file, line);
            refuseBeyond(aliases, MAX_ALIASES, "uses more than " + MAX_ALIASES + " aliases", file, line);
            refuseBeyond(events, MAX_EVENTS, "has too many values", file, line);
        }
    }

    private static void refuseBeyond(int value, int bound, String problem, String file, int line) {
        if (value > bound) {
            throw new DefinitionException(file, line, null, problem);
        }
    }

    private static String shortened(@Nullable String problem) {
        String first = problem == null ? "" : problem.lines().findFirst().orElse("");
        return first.length() > 200 ? first.substring(0, 200) + "…" : first;
    }
}
