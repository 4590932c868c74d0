package dev.slipway.registry.dialect.oci;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.kit.identity.Caller;
import dev.slipway.registry.fault.RegistryFault;
import dev.slipway.registry.fault.StorableText;
import dev.slipway.registry.manifest.ManifestMediaType;
import dev.slipway.registry.manifest.Manifests;
import dev.slipway.registry.manifest.Referrer;
import dev.slipway.registry.repository.RepositoryAccess;
import dev.slipway.registry.repository.RepositoryName;
import dev.slipway.registry.storage.Digest;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What says something about a manifest: signatures, SBOMs (OCI distribution specification 1.1, "Listing Referrers"). */
@Path("/v2")
@Tag(name = "OCI distribution")
public class ReferrerResource {

    private final Caller caller;
    private final RepositoryAccess access;
    private final Manifests manifests;

    public ReferrerResource(Caller caller, RepositoryAccess access, Manifests manifests) {
        this.caller = caller;
        this.access = access;
        this.manifests = manifests;
    }

    @GET
    @Path("{name:.+}/referrers/{digest:[^/]+}")
    @Operation(summary = "What says something about a manifest")
    public Uni<Response> list(
            @PathParam("name") String name,
            @PathParam("digest") String digest,
            @QueryParam("artifactType") @Nullable String artifactType) {
        Digest subject = Digest.parse(digest);
        if (artifactType != null) {
            StorableText.require(artifactType, RegistryFault.ARTIFACT_TYPE_INVALID, "artifactType");
        }
        return access.forPull(caller.principal(), RepositoryName.parse(name))
                .chain(repository -> manifests.referrers(repository, subject, artifactType))
                .map(referrers -> answer(referrers, artifactType));
    }

    private static Response answer(List<Referrer> referrers, @Nullable String artifactType) {
        Response.ResponseBuilder answer =
                Response.ok(Index.of(referrers)).header(HttpHeaders.CONTENT_TYPE, ManifestMediaType.OCI_INDEX.value());
        if (artifactType != null) {
            answer.header(OciHeaders.FILTERS_APPLIED, "artifactType");
        }
        return answer.build();
    }

    /** An image index, in the words of the OCI image specification 1.1. */
    record Index(
            @JsonProperty("schemaVersion") int schemaVersion,
            @JsonProperty("mediaType") String mediaType,
            @JsonProperty("manifests") List<Entry> manifests) {

        static Index of(List<Referrer> referrers) {
            return new Index(
                    2,
                    ManifestMediaType.OCI_INDEX.value(),
                    referrers.stream().map(Entry::of).toList());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Entry(
            @JsonProperty("mediaType") String mediaType,
            @JsonProperty("digest") String digest,
            @JsonProperty("size") long size,
            @JsonProperty("artifactType") @Nullable String artifactType,
            @JsonProperty("annotations") Map<String, String> annotations) {

        static Entry of(Referrer referrer) {
            return new Entry(
                    referrer.mediaType(),
                    referrer.digest(),
                    referrer.sizeBytes(),
                    referrer.artifactType(),
                    referrer.annotations());
        }
    }
}
