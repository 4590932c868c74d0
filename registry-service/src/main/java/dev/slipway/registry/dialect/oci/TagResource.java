package dev.slipway.registry.dialect.oci;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.kit.identity.Caller;
import dev.slipway.registry.fault.RegistryException;
import dev.slipway.registry.fault.RegistryFault;
import dev.slipway.registry.fault.StorableText;
import dev.slipway.registry.manifest.Tags;
import dev.slipway.registry.repository.RepositoryAccess;
import dev.slipway.registry.repository.RepositoryName;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The tags of a repository (OCI distribution specification 1.1, "Listing Tags"): sorted by their bytes, with a Link while there are more. */
@Path("/v2")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "OCI distribution")
public class TagResource {

    private static final int MAX_TAGS = 1000;

    private final Caller caller;
    private final RepositoryAccess access;
    private final Tags tags;

    public TagResource(Caller caller, RepositoryAccess access, Tags tags) {
        this.caller = caller;
        this.access = access;
        this.tags = tags;
    }

    @GET
    @Path("{name:.+}/tags/list")
    @Operation(summary = "The tags of a repository")
    public Uni<Response> list(
            @PathParam("name") String name,
            @QueryParam("n") @Nullable String n,
            @QueryParam("last") @Nullable String last) {
        RepositoryName repository = RepositoryName.parse(name);
        int limit = limit(n);
        String after = StorableText.require(last == null ? "" : last, RegistryFault.TAG_INVALID, "last");
        return access.forPull(caller.principal(), repository)
                .chain(found -> tags.page(found, after, limit + 1))
                .map(page ->
                        answer(repository, page.stream().map(tag -> tag.name()).toList(), limit));
    }

    private static Response answer(RepositoryName repository, List<String> oneMore, int limit) {
        boolean more = limit > 0 && oneMore.size() > limit;
        List<String> names = oneMore.subList(0, Math.min(limit, oneMore.size()));
        Response.ResponseBuilder answer = Response.ok(new TagList(repository.value(), names));
        if (more) {
            String last = URLEncoder.encode(names.get(names.size() - 1), StandardCharsets.UTF_8);
            answer.header(
                    OciHeaders.LINK,
                    "</v2/%s/tags/list?n=%d&last=%s>; rel=\"next\"".formatted(repository, limit, last));
        }
        return answer.build();
    }

    private static int limit(@Nullable String n) {
        if (n == null) {
            return MAX_TAGS;
        }
        try {
            int asked = Integer.parseInt(n);
            if (asked >= 0) {
                return Math.min(asked, MAX_TAGS);
            }
        } catch (NumberFormatException notNumber) {
            throw invalid(notNumber);
        }
        throw invalid(null);
    }

    private static RegistryException invalid(@Nullable Throwable cause) {
        return new RegistryException(
                RegistryFault.PAGINATION_NUMBER_INVALID, "n is how many tags to list: 0 or more", cause);
    }

    /** The body, in the specification's words. */
    record TagList(
            @JsonProperty("name") String name,
            @JsonProperty("tags") List<String> tags) {}
}
