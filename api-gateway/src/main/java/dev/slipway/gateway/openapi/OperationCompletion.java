package dev.slipway.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.dialects.Dialect;
import dev.slipway.dialects.Route;
import java.util.Locale;

/** Adds to an operation what the gateway knows about it: whose it is, who may, what it costs, and how it can fail. */
final class OperationCompletion {

    private static final String RESPONSES = "responses";
    private static final String DESCRIPTION = "description";

    private final ObjectNode components;
    private final SecuritySchemes security;
    private final ErrorAnswers errors;

    OperationCompletion(Dialect dialect, ObjectNode components) {
        this.components = components;
        this.security = SecuritySchemes.of(dialect);
        this.errors = new ErrorAnswers(dialect, components);
        security.addTo(components);
    }

    void complete(ObjectNode operation, Route route, String method) {
        operation.put("operationId", operationId(route, method));
        operation.putArray("tags").add(route.service());
        operation.set("security", security.requirement(route));
        operation.put("x-quota-class", route.apiClass().word());
        operation.put("x-scope", route.scope().word());
        ObjectNode responses = operation.withObjectProperty(RESPONSES);
        if (responses.isEmpty()) {
            responses.putObject("200").put(DESCRIPTION, "Done");
        }
        for (JsonNode answer : responses) {
            if (answer instanceof ObjectNode described && !described.has("$ref")) {
                if (!described.has(DESCRIPTION)) {
                    // OpenAPI wants one; a resource that tells a status and its content need not repeat what it means.
                    described.put(DESCRIPTION, "Done");
                }
                AnswerHeaders.addTo(described, components);
            }
        }
        errors.addTo(responses, route);
    }

    /** Unique in the document, and the same for as long as the route is: {@code getPlatformV1FlowsById}. */
    private static String operationId(Route route, String method) {
        StringBuilder id = new StringBuilder(method.toLowerCase(Locale.ROOT));
        for (String part : PathParameters.template(route).split("/", -1)) {
            boolean variable = part.startsWith("{");
            for (String word : part.split("[^A-Za-z0-9]+", -1)) {
                if (!word.isEmpty()) {
                    id.append(variable ? "By" : "")
                            .append(Character.toUpperCase(word.charAt(0)))
                            .append(word.substring(1));
                    variable = false;
                }
            }
        }
        return id.toString();
    }
}
