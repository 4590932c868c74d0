package dev.slipway.build.runner;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A job order as it lies in the queue. Fields that a newer version adds are passed over by an older one. */
final class OrderJson {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private OrderJson() {}

    static byte[] write(JobOrder order) {
        try {
            return MAPPER.writeValueAsBytes(order);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static JobOrder read(byte[] json) {
        try {
            return MAPPER.readValue(json, JobOrder.class);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
