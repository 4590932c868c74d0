package dev.slipway.build.definition;

import org.jspecify.annotations.Nullable;

/**
 * A definition file that cannot be built from. The message names file, line and key, and is meant for the file's author, for example
 * {@code .drone.yml:7: pipeline.test.when: is not supported yet}.
 */
public final class DefinitionException extends RuntimeException {

    private final String file;
    private final int line;
    private final @Nullable String key;

    /** @param line from 1; 0 if the fault is in no line of its own */
    public DefinitionException(String file, int line, @Nullable String key, String problem) {
        super(file + (line > 0 ? ":" + line : "") + ": " + (key == null ? "" : key + ": ") + problem);
        this.file = file;
        this.line = line;
        this.key = key;
    }

    public String file() {
        return file;
    }

    public int line() {
        return line;
    }

    /** The path of keys to the fault, joined by dots; null if it belongs to no key. */
    public @Nullable String key() {
        return key;
    }
}
