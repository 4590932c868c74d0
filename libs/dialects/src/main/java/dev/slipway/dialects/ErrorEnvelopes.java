package dev.slipway.dialects;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Renders a failure in the envelope of a dialect. Shapes and codes are those of the dialect pages; where a page leaves the choice, the
 * switch that makes it says so.
 */
public final class ErrorEnvelopes {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PLAIN_TEXT = "text/plain; charset=utf-8";
    private static final String PROBLEM = "application/problem+json";

    private ErrorEnvelopes() {}

    /**
     * Renders a failure.
     *
     * @param message what the caller should mend; never a stack trace or a secret
     */
    public static Envelope render(Dialect dialect, ErrorCode code, String message) {
        return render(dialect, code, message, null);
    }

    /**
     * Renders a failure of one known request.
     *
     * @param instance the path of the request; shown natively (RFC 9457 {@code instance}), ignored by the other dialects
     */
    public static Envelope render(Dialect dialect, ErrorCode code, String message, @Nullable String instance) {
        int status = httpStatus(dialect, code);
        return switch (dialect) {
            case DAOCLOUD -> json(status, "application/json", daocloud(code, message));
            case SERVERLESS_CD -> json(status, "application/json; charset=utf-8", serverlessCd(code, message));
            case IMAGEBUILD -> json(status, "application/json; charset=utf-8", imagebuild(code, message));
            case CODEARTS -> json(status, "application/json", codearts(code, message));
            case OCI -> json(status, "application/json", oci(code, message));
            case DRONE, HARBOR -> new Envelope(status, PLAIN_TEXT, oneLine(message));
            case NATIVE -> json(status, PROBLEM, problem(status, code.title(), code, message, instance));
        };
    }

    /**
     * Renders a bare HTTP status that a framework chose. One that no code of ours stands for (415, 411 …) is kept, also inside of the body, where
     * RFC 9457 wants the status that was sent; imagebuild says everything but a spent quota by 200.
     *
     * @param reasonPhrase of the status, for people
     * @param instance as for {@link #render(Dialect, ErrorCode, String, String)}
     */
    public static Envelope ofStatus(Dialect dialect, int httpStatus, String reasonPhrase, @Nullable String instance) {
        ErrorCode code = ErrorCode.ofStatus(httpStatus);
        if (code.httpStatus() == httpStatus) {
            return render(dialect, code, code.title(), instance);
        }
        return switch (dialect) {
            case NATIVE -> json(httpStatus, PROBLEM, problem(httpStatus, reasonPhrase, code, reasonPhrase, instance));
            case IMAGEBUILD -> render(dialect, code, reasonPhrase, instance);
            case DAOCLOUD, SERVERLESS_CD, DRONE, HARBOR, CODEARTS, OCI -> {
                Envelope nearest = render(dialect, code, reasonPhrase, instance);
                yield new Envelope(httpStatus, nearest.contentType(), nearest.body());
            }
        };
    }

    /** The HTTP status by which a dialect says this. */
    public static int httpStatus(Dialect dialect, ErrorCode code) {
        return switch (dialect) {
            case DAOCLOUD -> daocloudStatus(code);
            case IMAGEBUILD -> imagebuildStatus(code);
            case SERVERLESS_CD, DRONE, HARBOR, CODEARTS, OCI, NATIVE -> code.httpStatus();
        };
    }

    /** DaoCloud knows no 422, and refuses a spent quota by 403. */
    private static int daocloudStatus(ErrorCode code) {
        return switch (code) {
            case UNPROCESSABLE -> 400;
            case QUOTA_EXCEEDED -> 403;
            case INVALID,
                    UNAUTHENTICATED,
                    FORBIDDEN,
                    NOT_FOUND,
                    METHOD_NOT_ALLOWED,
                    NOT_JSON,
                    CONFLICT,
                    TOO_LARGE,
                    INTERNAL,
                    UNAVAILABLE,
                    TIMED_OUT -> code.httpStatus();
        };
    }

    /** Imagebuild's clients look into the body; that of a spent quota is for whatever stands between, which only knows statuses. */
    private static int imagebuildStatus(ErrorCode code) {
        return code == ErrorCode.QUOTA_EXCEEDED ? code.httpStatus() : 200;
    }

    private static ObjectNode daocloud(ErrorCode code, String message) {
        String errorId = switch (code) {
            case INVALID, UNPROCESSABLE -> "invalid_param";
            case UNAUTHENTICATED -> "bad_credentials";
            case FORBIDDEN -> "forbidden";
            case NOT_FOUND -> "not_found";
            case METHOD_NOT_ALLOWED -> "method_not_allowed";
            case NOT_JSON -> "not_acceptable";
            case CONFLICT -> "conflict";
            case TOO_LARGE -> "too_large";
            case QUOTA_EXCEEDED -> "rate_limit_exceeded";
            case INTERNAL -> "internal_server_error";
            case UNAVAILABLE -> "service_unavailable";
            case TIMED_OUT -> "gateway_timeout";
        };
        return object().put("error_id", errorId).put("message", message);
    }

    /** The code word is a later version's; earlier clients ignore it. */
    private static ObjectNode serverlessCd(ErrorCode code, String message) {
        String word = switch (code) {
            case INVALID, NOT_JSON, TOO_LARGE, UNPROCESSABLE -> "ParamsInvalid";
            case UNAUTHENTICATED -> "NeedLogin";
            case FORBIDDEN -> "NoPermission";
            case NOT_FOUND -> "NotFound";
            case METHOD_NOT_ALLOWED, CONFLICT -> "Invalid";
            case QUOTA_EXCEEDED -> "Forbidden";
            case INTERNAL, UNAVAILABLE, TIMED_OUT -> "SystemError";
        };
        return object().put("success", false).put("message", message).put("code", word);
    }

    /** Generic codes; the dialect's own resource says 10003 or 10007 where it knows which object was missing. */
    private static ObjectNode imagebuild(ErrorCode code, String message) {
        int number = switch (code) {
            case INVALID, NOT_JSON, TOO_LARGE, UNPROCESSABLE -> 10006;
            case UNAUTHENTICATED, FORBIDDEN, METHOD_NOT_ALLOWED, QUOTA_EXCEEDED -> 10005;
            case NOT_FOUND -> 10008;
            case CONFLICT -> 10001;
            case INTERNAL, UNAVAILABLE, TIMED_OUT -> 10100;
        };
        return object().put("code", number).put("errMsg", message).put("content", -1);
    }

    /** The codes of Huawei's API gateway, which is what the SDK's users see for failures that no single API owns. */
    private static ObjectNode codearts(ErrorCode code, String message) {
        String errorCode = switch (code) {
            case INVALID, NOT_JSON, UNPROCESSABLE, CONFLICT -> "APIGW.0602";
            case UNAUTHENTICATED -> "APIGW.0301";
            case FORBIDDEN -> "APIGW.0302";
            case NOT_FOUND, METHOD_NOT_ALLOWED -> "APIGW.0101";
            case TOO_LARGE -> "APIGW.0201";
            case QUOTA_EXCEEDED -> "APIGW.0308";
            case INTERNAL -> "APIGW.0601";
            case UNAVAILABLE -> "APIGW.0202";
            case TIMED_OUT -> "APIGW.0203";
        };
        return object().put("error_code", errorCode).put("error_msg", message);
    }

    /** Codes of the OCI distribution specification; the last two are those of the registry that it grew from. */
    private static ObjectNode oci(ErrorCode code, String message) {
        String word = switch (code) {
            case INVALID, NOT_JSON, UNPROCESSABLE, METHOD_NOT_ALLOWED, CONFLICT -> "UNSUPPORTED";
            case UNAUTHENTICATED -> "UNAUTHORIZED";
            case FORBIDDEN -> "DENIED";
            case NOT_FOUND -> "NAME_UNKNOWN";
            case TOO_LARGE -> "SIZE_INVALID";
            case QUOTA_EXCEEDED -> "TOOMANYREQUESTS";
            case INTERNAL -> "UNKNOWN";
            case UNAVAILABLE, TIMED_OUT -> "UNAVAILABLE";
        };
        ObjectNode answer = object();
        answer.putArray("errors")
                .addObject()
                .put("code", word)
                .put("message", message)
                .putObject("detail");
        return answer;
    }

    private static ObjectNode problem(
            int status, String title, ErrorCode code, String message, @Nullable String instance) {
        ObjectNode problem = object().put("type", "about:blank")
                .put("title", title)
                .put("status", status)
                .put("detail", message);
        if (instance != null) {
            problem.put("instance", instance);
        }
        return problem.put("code", code.code());
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static Envelope json(int status, String contentType, ObjectNode body) {
        try {
            return new Envelope(status, contentType, JSON.writeValueAsString(body));
        } catch (IOException e) {
            // A tree of strings and numbers has no value that could not be written.
            throw new UncheckedIOException(e);
        }
    }

    /** Text envelopes are one line: a message that quotes the caller's input must not be able to add another. */
    private static String oneLine(String message) {
        return message.chars().anyMatch(Character::isISOControl)
                ? message.replaceAll("\\p{Cntrl}+", " ").strip()
                : message;
    }
}
