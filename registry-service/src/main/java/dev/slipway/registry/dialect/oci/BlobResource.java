package dev.slipway.registry.dialect.oci;

import dev.slipway.kit.identity.Caller;
import dev.slipway.registry.blob.Blob;
import dev.slipway.registry.blob.Blobs;
import dev.slipway.registry.repository.RepositoryAccess;
import dev.slipway.registry.repository.RepositoryName;
import dev.slipway.registry.storage.Digest;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.PathPart;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Blobs of a repository (OCI distribution specification 1.1, "Pulling blobs", "Deleting Blobs"). Sent from the file by the kernel. */
@Path("/v2")
@Tag(name = "OCI distribution")
public class BlobResource {

    private static final String PATH = "{name:.+}/blobs/{digest:[^/]+}";

    private final Caller caller;
    private final RepositoryAccess access;
    private final Blobs blobs;

    public BlobResource(Caller caller, RepositoryAccess access, Blobs blobs) {
        this.caller = caller;
        this.access = access;
        this.blobs = blobs;
    }

    @GET
    @Path(PATH)
    @Operation(summary = "Pull a blob, or a part of it")
    public Uni<Response> pull(
            @PathParam("name") String name,
            @PathParam("digest") String digest,
            @HeaderParam(OciHeaders.RANGE) @Nullable String range) {
        Digest wanted = Digest.parse(digest);
        return access.forPull(caller.principal(), RepositoryName.parse(name))
                .chain(repository -> blobs.find(repository, wanted))
                .map(blob -> answer(blob, ByteRange.parse(range, blob.sizeBytes())));
    }

    /** A client that pushes asks this to know what it may leave out. */
    @HEAD
    @Path(PATH)
    @Operation(summary = "Whether a blob is there, and its length")
    public Uni<Response> describe(@PathParam("name") String name, @PathParam("digest") String digest) {
        Digest wanted = Digest.parse(digest);
        return access.forPull(caller.principal(), RepositoryName.parse(name))
                .chain(repository -> blobs.findAndKeep(repository, wanted))
                .map(blob -> describe(Response.ok(), blob)
                        .header(HttpHeaders.CONTENT_LENGTH, blob.sizeBytes())
                        .build());
    }

    @DELETE
    @Path(PATH)
    @Cancellable(false)
    @Operation(summary = "Let go of a blob")
    public Uni<Response> delete(@PathParam("name") String name, @PathParam("digest") String digest) {
        Digest unwanted = Digest.parse(digest);
        return access.forChange(caller.principal(), RepositoryName.parse(name))
                .chain(repository -> blobs.delete(repository, unwanted))
                .map(done -> Response.accepted().build());
    }

    private static Response answer(Blob blob, Optional<ByteRange> asked) {
        if (asked.isEmpty()) {
            return describe(Response.ok(new PathPart(blob.file(), 0, blob.sizeBytes())), blob)
                    .build();
        }
        ByteRange range = asked.get();
        if (!range.isSatisfiable()) {
            return Response.status(416)
                    .header("Content-Range", range.contentRange(blob.sizeBytes()))
                    .build();
        }
        PathPart part = new PathPart(blob.file(), range.firstByte(), range.lengthBytes());
        return describe(Response.status(206).entity(part), blob)
                .header("Content-Range", range.contentRange(blob.sizeBytes()))
                .build();
    }

    private static Response.ResponseBuilder describe(Response.ResponseBuilder answer, Blob blob) {
        return answer.type(MediaType.APPLICATION_OCTET_STREAM_TYPE)
                .header(OciHeaders.CONTENT_DIGEST, blob.digest())
                .header("Accept-Ranges", "bytes")
                .header(HttpHeaders.ETAG, '"' + blob.digest().toString() + '"');
    }
}
