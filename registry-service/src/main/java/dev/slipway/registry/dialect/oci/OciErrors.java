package dev.slipway.registry.dialect.oci;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.registry.fault.RegistryException;
import dev.slipway.registry.fault.RegistryFault;
import dev.slipway.registry.storage.StorageException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Says what is wrong in the envelope and with the codes of the OCI distribution specification 1.1, section "Error Codes". */
public class OciErrors {

    private static final Logger LOG = Logger.getLogger(OciErrors.class);

    /** Docker asks its user for a login only when it is told this. */
    private static final String BASIC_CHALLENGE = "Basic realm=\"slipway\"";

    private static final String RETRY_AFTER_SECONDS = "1";

    private static final ObjectMapper JSON = new ObjectMapper();

    @ServerExceptionMapper
    public Response registry(RegistryException failure) {
        RegistryFault fault = failure.fault();
        Response.ResponseBuilder answer = envelope(status(fault), code(fault), String.valueOf(failure.getMessage()));
        if (fault == RegistryFault.UNAUTHORIZED) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, BASIC_CHALLENGE);
        }
        if (fault == RegistryFault.TOO_MANY_UPLOADS) {
            answer.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return answer.build();
    }

    @ServerExceptionMapper
    public Response storage(StorageException failure) {
        LOG.error("The store of the registry failed", failure);
        return envelope(500, "UNKNOWN", "the registry's store failed; it has been logged")
                .build();
    }

    private static Response.ResponseBuilder envelope(int status, String code, String message) {
        ObjectNode body = JSON.createObjectNode();
        body.putArray("errors").addObject().put("code", code).put("message", message);
        return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(body.toString());
    }

    private static int status(RegistryFault fault) {
        return switch (fault) {
            case BLOB_UNKNOWN, BLOB_UPLOAD_UNKNOWN, MANIFEST_UNKNOWN, NAME_UNKNOWN -> 404;
            case ARTIFACT_TYPE_INVALID,
                    BLOB_UPLOAD_INVALID,
                    DIGEST_INVALID,
                    MANIFEST_BLOB_UNKNOWN,
                    MANIFEST_INVALID,
                    NAME_INVALID,
                    PAGINATION_NUMBER_INVALID,
                    SIZE_INVALID,
                    TAG_INVALID -> 400;
            case BLOB_UPLOAD_BUSY -> 409;
            case BLOB_UPLOAD_OUT_OF_ORDER -> 416;
            case BLOB_TOO_LARGE, MANIFEST_TOO_LARGE -> 413;
            case CONTENT_IN_USE -> 405;
            case UNAUTHORIZED -> 401;
            case DENIED -> 403;
            case STORAGE_FULL -> 503;
            case TOO_MANY_UPLOADS -> 429;
        };
    }

    /** The specification has fewer words than there are reasons; PAGINATION_NUMBER_INVALID and UNAVAILABLE are its ancestor's. */
    private static String code(RegistryFault fault) {
        return switch (fault) {
            case BLOB_UNKNOWN,
                    BLOB_UPLOAD_INVALID,
                    BLOB_UPLOAD_UNKNOWN,
                    DIGEST_INVALID,
                    MANIFEST_BLOB_UNKNOWN,
                    MANIFEST_INVALID,
                    MANIFEST_UNKNOWN,
                    NAME_INVALID,
                    NAME_UNKNOWN,
                    PAGINATION_NUMBER_INVALID,
                    SIZE_INVALID,
                    UNAUTHORIZED,
                    DENIED -> fault.name();
            case BLOB_UPLOAD_BUSY, BLOB_UPLOAD_OUT_OF_ORDER -> "BLOB_UPLOAD_INVALID";
            case BLOB_TOO_LARGE, MANIFEST_TOO_LARGE -> "SIZE_INVALID";
            case ARTIFACT_TYPE_INVALID, TAG_INVALID -> "MANIFEST_INVALID";
            case CONTENT_IN_USE -> "UNSUPPORTED";
            case STORAGE_FULL -> "UNAVAILABLE";
            case TOO_MANY_UPLOADS -> "TOOMANYREQUESTS";
        };
    }
}
