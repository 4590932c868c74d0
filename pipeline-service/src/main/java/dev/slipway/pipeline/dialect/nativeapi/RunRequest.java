package dev.slipway.pipeline.dialect.nativeapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST …/runs}: nothing can be asked for yet. None is needed, whatever its type is said to be, and a field that is
 * sent all the same is told to be unknown.
 */
record RunRequest() {

    static void check(ObjectMapper json, @Nullable String body) throws JsonProcessingException {
        if (body != null && !body.isBlank()) {
            json.readValue(body, RunRequest.class);
        }
    }
}
