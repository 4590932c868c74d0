package dev.slipway.registry.dialect.oci;

import dev.slipway.kit.identity.Caller;
import dev.slipway.registry.fault.RegistryException;
import dev.slipway.registry.fault.RegistryFault;
import dev.slipway.registry.manifest.ManifestDeletion;
import dev.slipway.registry.manifest.ManifestMediaType;
import dev.slipway.registry.manifest.ManifestParser;
import dev.slipway.registry.manifest.ManifestPush;
import dev.slipway.registry.manifest.ManifestReference;
import dev.slipway.registry.manifest.Manifests;
import dev.slipway.registry.manifest.PushedManifest;
import dev.slipway.registry.manifest.StoredManifest;
import dev.slipway.registry.repository.RepositoryAccess;
import dev.slipway.registry.repository.RepositoryName;
import dev.slipway.registry.storage.FileWork;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.PathPart;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/**
 * Manifests of a repository, by tag or digest (OCI distribution specification 1.1). What a client accepts is not looked at: a manifest
 * has one form, and a client that cannot read it says so better than a 404 would.
 */
@Path("/v2")
@Tag(name = "OCI distribution")
public class ManifestResource {

    private static final String PATH = "{name:.+}/manifests/{reference:[^/]+}";

    private final Caller caller;
    private final RepositoryAccess access;
    private final Manifests manifests;
    private final ManifestPush push;
    private final ManifestDeletion deletion;

    public ManifestResource(
            Caller caller, RepositoryAccess access, Manifests manifests, ManifestPush push, ManifestDeletion deletion) {
        this.caller = caller;
        this.access = access;
        this.manifests = manifests;
        this.push = push;
        this.deletion = deletion;
    }

    @GET
    @Path(PATH)
    @Operation(summary = "Pull a manifest by tag or digest")
    public Uni<Response> pull(@PathParam("name") String name, @PathParam("reference") String reference) {
        return find(name, reference)
                .map(manifest -> describe(Response.ok(new PathPart(manifest.file(), 0, manifest.sizeBytes())), manifest)
                        .build());
    }

    @HEAD
    @Path(PATH)
    @Operation(summary = "Whether a manifest is there, and its digest")
    public Uni<Response> describe(@PathParam("name") String name, @PathParam("reference") String reference) {
        return find(name, reference)
                .map(manifest -> describe(Response.ok(), manifest)
                        .header(HttpHeaders.CONTENT_LENGTH, manifest.sizeBytes())
                        .build());
    }

    @PUT
    @Path(PATH)
    @Blocking
    @Cancellable(false)
    @Operation(summary = "Push a manifest")
    public Uni<Response> push(
            @PathParam("name") String name,
            @PathParam("reference") String reference,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            InputStream body) {
        RepositoryName repository = RepositoryName.parse(name);
        ManifestReference asked = ManifestReference.parse(reference);
        ManifestMediaType mediaType = ManifestMediaType.parse(contentType == null ? "" : contentType);
        access.requirePush(caller.principal(), repository);
        return FileWork.call(() -> readBounded(body))
                .chain(content -> push.push(caller.principal(), repository, asked, mediaType, content))
                .map(pushed -> created(repository, reference, pushed));
    }

    @DELETE
    @Path(PATH)
    @Cancellable(false)
    @Operation(summary = "Delete a tag, or a manifest with its tags")
    public Uni<Response> delete(@PathParam("name") String name, @PathParam("reference") String reference) {
        return deletion.delete(caller.principal(), RepositoryName.parse(name), ManifestReference.parse(reference))
                .map(done -> Response.accepted().build());
    }

    private Uni<StoredManifest> find(String name, String reference) {
        ManifestReference asked = ManifestReference.parse(reference);
        return access.forPull(caller.principal(), RepositoryName.parse(name))
                .chain(repository -> manifests.find(repository, asked));
    }

    private static byte[] readBounded(InputStream body) throws IOException {
        byte[] content = body.readNBytes(ManifestParser.MAX_BYTES + 1);
        if (content.length > ManifestParser.MAX_BYTES) {
            throw new RegistryException(
                    RegistryFault.MANIFEST_TOO_LARGE, "a manifest has at most " + ManifestParser.MAX_BYTES + " bytes");
        }
        return content;
    }

    private static Response created(RepositoryName repository, String reference, PushedManifest pushed) {
        Response.ResponseBuilder answer = Response.status(201)
                .header(HttpHeaders.LOCATION, "/v2/" + repository + "/manifests/" + reference)
                .header(OciHeaders.CONTENT_DIGEST, pushed.digest());
        if (pushed.subject() != null) {
            answer.header(OciHeaders.SUBJECT, pushed.subject());
        }
        return answer.build();
    }

    private static Response.ResponseBuilder describe(Response.ResponseBuilder answer, StoredManifest manifest) {
        return answer.header(HttpHeaders.CONTENT_TYPE, manifest.mediaType())
                .header(OciHeaders.CONTENT_DIGEST, manifest.digest())
                .header(HttpHeaders.ETAG, '"' + manifest.digest().toString() + '"');
    }
}
