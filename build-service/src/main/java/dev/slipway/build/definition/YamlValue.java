package dev.slipway.build.definition;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A value of a definition file that knows where it stands, so that whatever is wrong with it can be said with line and key. */
final class YamlValue {

    private static final String MERGE = "<<";
    /** Merged maps may merge others; a chain longer than this is nobody's honest file. */
    private static final int MAX_MERGES = 200;

    private final String file;
    private final @Nullable String key;
    private final int line;
    private final Node node;

    private YamlValue(String file, @Nullable String key, int line, Node node) {
        this.file = file;
        this.key = key;
        this.line = line;
        this.node = node;
    }

    static YamlValue root(String file, Node node) {
        return new YamlValue(file, null, lineOf(node), node);
    }

    DefinitionException error(String problem) {
        return new DefinitionException(file, line, key, problem);
    }

    boolean isNull() {
        return node.getTag().equals(Tag.NULL);
    }

    boolean isMapping() {
        return node instanceof MappingNode;
    }

    boolean isSequence() {
        return node instanceof SequenceNode;
    }

    /** The entries in the file's order, {@code <<} merged in; a key given twice is refused. */
    Map<String, YamlValue> mapping() {
        if (isNull()) {
            return Map.of();
        }
        Map<String, YamlValue> entries = new LinkedHashMap<>();
        addEntries(node, entries, Collections.newSetFromMap(new IdentityHashMap<>()));
        return entries;
    }

    /** The text of a scalar as it is written: {@code 1.10} stays {@code 1.10}; empty for null. */
    String text() {
        if (isNull()) {
            return "";
        }
        if (node instanceof ScalarNode scalar) {
            if (scalar.getValue().indexOf('\0') >= 0) {
                throw error("holds a NUL character");
            }
            return scalar.getValue();
        }
        throw error(
                isMapping()
                        ? "must be text, but is a map (quote it if it holds \": \")"
                        : "must be text, but is a list");
    }

    /** A list of texts; a single text counts as a list of one, nothing as an empty list. */
    List<String> texts() {
        if (isNull()) {
            return List.of();
        }
        return isSequence() ? elements().stream().map(YamlValue::text).toList() : List.of(text());
    }

    List<YamlValue> elements() {
        if (node instanceof SequenceNode sequence) {
            List<YamlValue> elements = new ArrayList<>();
            for (Node element : sequence.getValue()) {
                elements.add(new YamlValue(file, key, lineOf(element), element));
            }
            return elements;
        }
        throw error("must be a list");
    }

    /**
     * Own keys win over merged ones. A map that is merged twice adds nothing the second time, which also bounds the work in a file whose
     * maps merge each other.
     */
    private void addEntries(Node from, Map<String, YamlValue> entries, Set<Node> seen) {
        if (!(from instanceof MappingNode map)) {
            throw error("must be a map");
        }
        if (!seen.add(map)) {
            return;
        }
        if (seen.size() > MAX_MERGES) {
            throw error("merges too many maps");
        }
        Set<String> own = new HashSet<>();
        List<Node> merged = new ArrayList<>();
        for (NodeTuple tuple : map.getValue()) {
            YamlValue name = new YamlValue(file, key, lineOf(tuple.getKeyNode()), tuple.getKeyNode());
            String text = name.text();
            if (!own.add(text)) {
                throw new DefinitionException(file, name.line, child(text), "is given twice");
            }
            if (text.equals(MERGE)) {
                merged.addAll(
                        tuple.getValueNode() instanceof SequenceNode maps
                                ? maps.getValue()
                                : List.of(tuple.getValueNode()));
            } else {
                entries.putIfAbsent(text, new YamlValue(file, child(text), name.line, tuple.getValueNode()));
            }
        }
        for (Node other : merged) {
            addEntries(other, entries, seen);
        }
    }

    private String child(String name) {
        String shown = name.length() > 100 ? name.substring(0, 100) + "…" : name;
        return key == null ? shown : key + "." + shown;
    }

    private static int lineOf(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(-1) + 1;
    }
}
