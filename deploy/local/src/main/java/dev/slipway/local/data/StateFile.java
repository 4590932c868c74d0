package dev.slipway.local.data;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.slipway.embedded.SecretFiles;
import dev.slipway.local.LaunchFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/** {@code run/state.json}: replaced as a whole, so that a reader never sees half of it. */
public final class StateFile {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final DataFolder folder;

    public StateFile(DataFolder folder) {
        this.folder = folder;
    }

    /**
     * The state of the run, or of the last one that was killed; empty after an orderly end, and where a power cut or another hand has
     * left something else in the file: what then still runs is found by its command line.
     */
    public Optional<RunState> read() {
        if (!Files.exists(folder.state())) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(JSON.readValue(folder.state().toFile(), RunState.class));
        } catch (JacksonException notAState) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw new LaunchFailure(folder.state() + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    public void write(RunState state) {
        try {
            SecretFiles.write(folder.state(), JSON.writeValueAsString(state));
        } catch (IOException failed) {
            throw new LaunchFailure(folder.state() + " cannot be written: " + failed.getMessage(), failed);
        }
    }

    public void delete() {
        try {
            Files.deleteIfExists(folder.state());
        } catch (IOException failed) {
            throw new LaunchFailure(folder.state() + " cannot be deleted: " + failed.getMessage(), failed);
        }
    }
}
