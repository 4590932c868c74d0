package dev.slipway.kit.error;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.slipway.dialects.Dialect;
import dev.slipway.dialects.Dialects;
import dev.slipway.dialects.Envelope;
import dev.slipway.dialects.ErrorCode;
import dev.slipway.dialects.ErrorEnvelopes;
import dev.slipway.kit.db.PostgresFailures;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpServerRequest;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns every failure of a request into the envelope of its dialect. The one place where a stack trace could leak, and does not. */
public class ErrorResponses {

    private static final Logger LOG = Logger.getLogger(ErrorResponses.class);
    private static final int FIRST_ERROR_STATUS = 400;
    private static final String RETRY_AFTER_SECONDS = "1";
    private static final String UNSTORABLE =
            "a text holds a character that cannot be stored (NUL), or a time is out of range";

    @ServerExceptionMapper
    public Response slipway(SlipwayException failure, HttpServerRequest request) {
        return render(failure.code(), failure.getMessage(), request);
    }

    @ServerExceptionMapper
    public Response constraints(ConstraintViolationException failure, HttpServerRequest request) {
        String message = failure.getConstraintViolations().stream()
                .map(ConstraintMistakes::describe)
                .sorted()
                .collect(Collectors.joining("; "));
        return render(ErrorCode.INVALID, message, request);
    }

    @ServerExceptionMapper
    public Response json(JsonProcessingException failure, HttpServerRequest request) {
        return render(ErrorCode.INVALID, JsonMistakes.describe(failure), request);
    }

    /** Quarkus has a mapper of its own for this subclass, which would go before the one for its parent. */
    @ServerExceptionMapper
    public Response jsonOfTheWrongShape(MismatchedInputException failure, HttpServerRequest request) {
        return json(failure, request);
    }

    @ServerExceptionMapper
    public Response web(WebApplicationException failure, HttpServerRequest request) {
        int status = failure.getResponse().getStatus();
        if (failure.getResponse().hasEntity() || status < FIRST_ERROR_STATUS) {
            return failure.getResponse();
        }
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof JsonProcessingException json) {
                return json(json, request);
            }
        }
        Response.ResponseBuilder answer = response(ErrorEnvelopes.ofStatus(
                dialect(request), status, HttpResponseStatus.valueOf(status).reasonPhrase(), request.path()));
        Object allow = failure.getResponse().getHeaderString(HttpHeaders.ALLOW);
        return allow == null
                ? answer.build()
                : answer.header(HttpHeaders.ALLOW, allow).build();
    }

    @ServerExceptionMapper
    public Response anythingElse(Throwable failure, HttpServerRequest request) {
        if (PostgresFailures.isPassing(failure)) {
            LOG.warnf("%s %s: %s", request.method(), request.path(), failure.toString());
            return render(ErrorCode.UNAVAILABLE, "the service's database does not answer; try again", request);
        }
        if (PostgresFailures.isUnstorableValue(failure)) {
            return render(ErrorCode.INVALID, UNSTORABLE, request);
        }
        LOG.errorf(failure, "%s %s failed", request.method(), request.path());
        return render(ErrorCode.INTERNAL, "an internal error; it has been logged", request);
    }

    private static Response render(ErrorCode code, String message, HttpServerRequest request) {
        LOG.debugf("%s %s: %s %s", request.method(), request.path(), code, message);
        Response.ResponseBuilder answer =
                response(ErrorEnvelopes.render(dialect(request), code, message, request.path()));
        if (code == ErrorCode.UNAVAILABLE) {
            answer.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return answer.build();
    }

    private static Response.ResponseBuilder response(Envelope envelope) {
        return Response.status(envelope.httpStatus())
                .header(HttpHeaders.CONTENT_TYPE, envelope.contentType())
                .entity(envelope.bytes());
    }

    private static Dialect dialect(HttpServerRequest request) {
        return Dialects.ofPath(request.method().name(), request.path());
    }
}
