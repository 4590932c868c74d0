package dev.slipway.kit.error;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.stream.Collectors;

/** What is wrong with a body, in words for the caller: the field as the caller wrote it, never Jackson's own text, which names our classes. */
final class JsonMistakes {

    private JsonMistakes() {}

    static String describe(JsonProcessingException failure) {
        if (failure instanceof UnrecognizedPropertyException unknown) {
            return path(unknown) + ": unknown field";
        }
        if (failure instanceof JsonMappingException mapping
                && !mapping.getPath().isEmpty()) {
            return path(mapping) + ": has the wrong type or value";
        }
        if (failure instanceof MismatchedInputException) {
            return "the body: is missing, or not an object of the expected shape";
        }
        return "the body: is not JSON";
    }

    private static String path(JsonMappingException failure) {
        return failure.getPath().stream()
                .map(reference ->
                        reference.getFieldName() == null ? "[" + reference.getIndex() + "]" : reference.getFieldName())
                .collect(Collectors.joining("."));
    }
}
