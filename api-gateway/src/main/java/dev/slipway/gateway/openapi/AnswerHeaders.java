package dev.slipway.gateway.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.dialects.ErrorCode;

/** The headers that the gateway sets on answers. */
final class AnswerHeaders {

    private static final String LIMIT = "X-RateLimit-Limit";
    private static final String REMAINING = "X-RateLimit-Remaining";
    private static final String RESET = "X-RateLimit-Reset";
    private static final String RETRY_AFTER = "Retry-After";
    private static final String CHALLENGE = "WWW-Authenticate";

    private AnswerHeaders() {}

    /** Those of every answer. */
    static void addTo(ObjectNode answer, ObjectNode components) {
        add(answer, components, LIMIT, "integer", "Calls of this class per hour");
        add(answer, components, REMAINING, "integer", "Calls left in this hour");
        add(answer, components, RESET, "integer", "When the hour ends, in seconds since 1970");
    }

    /** Those by which a failure says more. */
    static void addTo(ObjectNode answer, ObjectNode components, ErrorCode code) {
        if (code == ErrorCode.QUOTA_EXCEEDED || code == ErrorCode.UNAVAILABLE) {
            add(answer, components, RETRY_AFTER, "integer", "Seconds after which it is worth trying again");
        } else if (code == ErrorCode.UNAUTHENTICATED) {
            add(answer, components, CHALLENGE, "string", "What kind of credential is asked for");
        }
    }

    private static void add(ObjectNode answer, ObjectNode components, String name, String type, String description) {
        ObjectNode headers = components.withObjectProperty("headers");
        if (!headers.has(name)) {
            headers.putObject(name)
                    .put("description", description)
                    .putObject("schema")
                    .put("type", type);
        }
        answer.withObjectProperty("headers").putObject(name).put("$ref", "#/components/headers/" + name);
    }
}
