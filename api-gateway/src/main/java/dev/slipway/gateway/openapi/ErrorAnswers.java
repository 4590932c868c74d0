package dev.slipway.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.dialects.ApiClass;
import dev.slipway.dialects.Dialect;
import dev.slipway.dialects.Envelope;
import dev.slipway.dialects.ErrorCode;
import dev.slipway.dialects.ErrorEnvelopes;
import dev.slipway.dialects.Route;
import dev.slipway.dialects.RouteScope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The failures that an operation can end in, in the envelope of the dialect. Which they are follows from its route; what they look like is taken from
 * the envelopes that are really sent, so that the two cannot differ.
 */
final class ErrorAnswers {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int FIRST_ERROR_STATUS = 400;
    private static final String INSTANCE = "/the/path";

    private final Dialect dialect;
    private final ObjectNode components;

    /** @param components of the document, which gets the envelope and every answer that is used */
    ErrorAnswers(Dialect dialect, ObjectNode components) {
        this.dialect = dialect;
        this.components = components;
    }

    /** Adds the failures of a route to the answers of its operation. */
    void addTo(ObjectNode responses, Route route) {
        byStatus(codes(route)).forEach((status, codes) -> {
            String name = codes.stream().map(ErrorAnswers::name).collect(Collectors.joining("_"));
            ObjectNode known = components.withObjectProperty("responses");
            if (status < FIRST_ERROR_STATUS) {
                orFailure(responses.withObjectProperty(String.valueOf(status)), codes);
            } else {
                if (!known.has(name)) {
                    known.set(name, answer(codes));
                }
                responses.putObject(String.valueOf(status)).put("$ref", "#/components/responses/" + name);
            }
        });
    }

    static Set<ErrorCode> codes(Route route) {
        Set<ErrorCode> codes = EnumSet.of(
                ErrorCode.INVALID,
                ErrorCode.UNAUTHENTICATED,
                ErrorCode.QUOTA_EXCEEDED,
                ErrorCode.INTERNAL,
                ErrorCode.UNAVAILABLE,
                ErrorCode.TIMED_OUT);
        if (route.scope() != RouteScope.PUBLIC) {
            codes.add(ErrorCode.FORBIDDEN);
        }
        if (!route.variables().isEmpty()) {
            codes.add(ErrorCode.NOT_FOUND);
        }
        if (changes(route.apiClass())) {
            codes.add(ErrorCode.CONFLICT);
            switch (route.method()) {
                case "POST", "PUT", "PATCH" -> {
                    codes.add(ErrorCode.TOO_LARGE);
                    codes.add(ErrorCode.UNPROCESSABLE);
                    if (route.dialect() == Dialect.DAOCLOUD) {
                        codes.add(ErrorCode.NOT_JSON);
                    }
                }
                default -> {
                    // Nothing in a body can be wrong.
                }
            }
        }
        return codes;
    }

    private static boolean changes(ApiClass apiClass) {
        return switch (apiClass) {
            case WRITE, BUILD, DEPLOY -> true;
            case READ, LOG -> false;
        };
    }

    /** A dialect may say several things by one status. */
    private SortedMap<Integer, List<ErrorCode>> byStatus(Set<ErrorCode> codes) {
        SortedMap<Integer, List<ErrorCode>> byStatus = new TreeMap<>();
        codes.forEach(
                code -> byStatus.computeIfAbsent(ErrorEnvelopes.httpStatus(dialect, code), status -> new ArrayList<>())
                        .add(code));
        return byStatus;
    }

    private ObjectNode answer(List<ErrorCode> codes) {
        ObjectNode answer = JSON.createObjectNode();
        answer.put("description", codes.stream().map(ErrorAnswers::meaning).collect(Collectors.joining(" Or: ")));
        AnswerHeaders.addTo(answer, components);
        codes.forEach(code -> AnswerHeaders.addTo(answer, components, code));
        ObjectNode content = answer.putObject("content");
        for (ErrorCode code : codes) {
            Envelope envelope = envelope(code);
            ObjectNode media = content.withObjectProperty(envelope.contentType());
            media.set("schema", reference());
            media.withObjectProperty("examples").putObject(code.code()).set("value", body(envelope));
        }
        return answer;
    }

    /** For the dialect that says everything with 200. */
    private void orFailure(ObjectNode answer, List<ErrorCode> codes) {
        String described = answer.path("description").asText("OK");
        answer.put("description", described + ". A failure has the same status, and says so in its body.");
        ObjectNode content = answer.withObjectProperty("content");
        Envelope envelope = envelope(codes.get(0));
        if (content.isEmpty()) {
            content.putObject(envelope.contentType());
        }
        content.forEach(media -> {
            JsonNode success = media.path("schema");
            ObjectNode either = JSON.createObjectNode();
            if (!success.isMissingNode()) {
                either.withArrayProperty("anyOf").add(success);
            }
            either.withArrayProperty("anyOf").add(reference());
            ((ObjectNode) media).set("schema", either);
        });
    }

    private ObjectNode reference() {
        ObjectNode schemas = components.withObjectProperty("schemas");
        if (!schemas.has("Failure")) {
            schemas.set("Failure", schema());
        }
        return JSON.createObjectNode().put("$ref", "#/components/schemas/Failure");
    }

    /** What every envelope of the dialect has is required; what only answers to a known path have is not. */
    private ObjectNode schema() {
        ObjectNode schema = SchemaOf.example(body(envelope(ErrorCode.INVALID)));
        JsonNode least = body(ErrorEnvelopes.render(dialect, ErrorCode.INVALID, ErrorCode.INVALID.title()));
        if (schema.has("required")) {
            schema.set("required", SchemaOf.example(least).path("required"));
        }
        return schema.put("description", "How this dialect tells every failure");
    }

    private Envelope envelope(ErrorCode code) {
        return ErrorEnvelopes.render(dialect, code, meaning(code), INSTANCE);
    }

    private static JsonNode body(Envelope envelope) {
        if (!envelope.contentType().contains("json")) {
            return JSON.getNodeFactory().textNode(envelope.body());
        }
        try {
            return JSON.readTree(envelope.body());
        } catch (IOException e) {
            throw new UncheckedIOException("an envelope says that it is JSON and is not", e);
        }
    }

    private static String meaning(ErrorCode code) {
        return switch (code) {
            case INVALID -> "Something in the request is missing, unknown or out of its range.";
            case UNAUTHENTICATED -> "There is no credential, or it is unknown, expired or revoked.";
            case FORBIDDEN -> "The credential or its owner may not do this.";
            case NOT_FOUND -> "There is no such object, or it is somebody else's.";
            case METHOD_NOT_ALLOWED -> "The path is served with other methods.";
            case NOT_JSON -> "The body is not JSON.";
            case CONFLICT -> "The state of the object forbids this now.";
            case TOO_LARGE -> "The body is too long.";
            case UNPROCESSABLE -> "It is understood, but cannot be done as asked.";
            case QUOTA_EXCEEDED -> "The quota of the hour is used up.";
            case INTERNAL -> "A mistake of ours; it has been logged.";
            case UNAVAILABLE -> "Something that is needed does not answer at the moment.";
            case TIMED_OUT -> "It was not answered in time; what was asked may still be done.";
        };
    }

    /** {@code QUOTA_EXCEEDED} as {@code QuotaExceeded}. */
    private static String name(ErrorCode code) {
        return Arrays.stream(code.code().split("_", -1))
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
    }
}
