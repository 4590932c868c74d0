package dev.slipway.registry.dialect.oci;

import dev.slipway.kit.identity.Caller;
import dev.slipway.kit.identity.Principal;
import dev.slipway.registry.fault.RegistryException;
import dev.slipway.registry.fault.RegistryFault;
import dev.slipway.registry.repository.RepositoryName;
import dev.slipway.registry.storage.Digest;
import dev.slipway.registry.upload.Chunk;
import dev.slipway.registry.upload.Upload;
import dev.slipway.registry.upload.Uploads;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/**
 * Pushing blobs, whole or in chunks (OCI distribution specification 1.1, "Pushing blobs"). Bodies are read on worker threads as fast as the
 * disk takes them; the connection is not read from meanwhile.
 */
@Path("/v2")
@Blocking
@Tag(name = "OCI distribution")
public class UploadResource {

    private static final String UPLOADS = "{name:.+}/blobs/uploads";
    private static final String UPLOAD = UPLOADS + "/{upload:[^/]+}";
    private static final String CONTENT_RANGE = "Content-Range";

    private final Caller caller;
    private final Uploads uploads;

    public UploadResource(Caller caller, Uploads uploads) {
        this.caller = caller;
        this.uploads = uploads;
    }

    @POST
    @Path(UPLOADS)
    @Cancellable(false)
    @Operation(summary = "Begin an upload, push a whole blob, or mount one")
    public Uni<Response> begin(
            @PathParam("name") String name,
            @QueryParam("digest") @Nullable String digest,
            @QueryParam("mount") @Nullable String mount,
            @QueryParam("from") @Nullable String from,
            InputStream body) {
        RepositoryName repository = RepositoryName.parse(name);
        Principal principal = caller.principal();
        if (mount != null && from != null) {
            return mount(principal, repository, Digest.parse(mount), RepositoryName.parse(from));
        }
        if (digest != null) {
            return uploads.take(principal, repository, body, Digest.parse(digest))
                    .map(taken -> created(repository, taken));
        }
        return begin(principal, repository);
    }

    @PATCH
    @Path(UPLOAD)
    @Cancellable(false)
    @Operation(summary = "Add a chunk")
    public Uni<Response> append(
            @PathParam("name") String name,
            @PathParam("upload") String upload,
            @HeaderParam(CONTENT_RANGE) @Nullable String contentRange,
            InputStream body) {
        return uploads.append(caller.principal(), RepositoryName.parse(name), parse(upload), chunk(contentRange), body)
                .map(UploadResource::accepted);
    }

    @PUT
    @Path(UPLOAD)
    @Cancellable(false)
    @Operation(summary = "Add the last chunk and finish")
    public Uni<Response> finish(
            @PathParam("name") String name,
            @PathParam("upload") String upload,
            @QueryParam("digest") @Nullable String digest,
            @HeaderParam(CONTENT_RANGE) @Nullable String contentRange,
            InputStream body) {
        if (digest == null) {
            throw new RegistryException(RegistryFault.DIGEST_INVALID, "the query parameter digest is missing");
        }
        RepositoryName repository = RepositoryName.parse(name);
        return uploads.finish(
                        caller.principal(), repository, parse(upload), chunk(contentRange), body, Digest.parse(digest))
                .map(finished -> created(repository, finished));
    }

    @GET
    @Path(UPLOAD)
    @Operation(summary = "How far an upload is")
    public Uni<Response> status(@PathParam("name") String name, @PathParam("upload") String upload) {
        return uploads.status(caller.principal(), RepositoryName.parse(name), parse(upload))
                .map(known -> progress(Response.noContent(), known));
    }

    @DELETE
    @Path(UPLOAD)
    @Cancellable(false)
    @Operation(summary = "Throw an upload away")
    public Uni<Response> cancel(@PathParam("name") String name, @PathParam("upload") String upload) {
        return uploads.cancel(caller.principal(), RepositoryName.parse(name), parse(upload))
                .map(done -> Response.noContent().build());
    }

    private Uni<Response> begin(Principal principal, RepositoryName repository) {
        return uploads.begin(principal, repository).map(UploadResource::accepted);
    }

    /** A blob that cannot be mounted is to be uploaded: that is no error, says the specification. */
    private Uni<Response> mount(Principal principal, RepositoryName target, Digest digest, RepositoryName source) {
        return uploads.mount(principal, target, source, digest)
                .chain(mounted -> mounted ? Uni.createFrom().item(created(target, digest)) : begin(principal, target));
    }

    private static Response created(RepositoryName repository, Digest digest) {
        return Response.status(201)
                .header(HttpHeaders.LOCATION, "/v2/" + repository + "/blobs/" + digest)
                .header(OciHeaders.CONTENT_DIGEST, digest)
                .build();
    }

    private static Response accepted(Upload upload) {
        return progress(Response.accepted(), upload);
    }

    /** The range of an empty upload is {@code 0-0}, like that of one byte: the specification has no other way to say it. */
    private static Response progress(Response.ResponseBuilder answer, Upload upload) {
        return answer.header(HttpHeaders.LOCATION, "/v2/" + upload.repository() + "/blobs/uploads/" + upload.id())
                .header(OciHeaders.RANGE, "0-" + Math.max(0, upload.receivedBytes() - 1))
                .header(OciHeaders.UPLOAD_ID, upload.id())
                .build();
    }

    private static @Nullable Chunk chunk(@Nullable String contentRange) {
        return contentRange == null ? null : Chunk.parse(contentRange);
    }

    private static UUID parse(String upload) {
        try {
            return UUID.fromString(upload);
        } catch (IllegalArgumentException notOurs) {
            throw new RegistryException(
                    RegistryFault.BLOB_UPLOAD_UNKNOWN, "this upload is unknown or has ended", notOurs);
        }
    }
}
