package dev.slipway.kit.kafka;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.slipway.events.Message;
import dev.slipway.events.MessageType;
import java.io.IOException;

/**
 * The JSON of messages: snake_case, times as RFC 3339 in UTC, absent rather than null. A reader ignores what it does not know, so that a
 * newer writer never stops an older reader; what the record promises must be there.
 */
public final class EventJson {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private EventJson() {}

    public static byte[] write(Message message) {
        try {
            return MAPPER.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "cannot write " + message.getClass().getSimpleName() + " as JSON", e);
        }
    }

    /** @throws IllegalArgumentException if the bytes are not a message of that type */
    public static Message read(MessageType type, byte[] json) {
        try {
            Message message = MAPPER.readValue(json, type.record());
            if (message == null) {
                throw new IllegalArgumentException(type.type() + " is null");
            }
            RequiredFields.check(message);
            return message;
        } catch (IOException e) {
            throw new IllegalArgumentException("not a " + type.type() + ": " + e.getMessage(), e);
        }
    }
}
