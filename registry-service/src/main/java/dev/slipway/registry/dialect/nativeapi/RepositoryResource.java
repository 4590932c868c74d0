package dev.slipway.registry.dialect.nativeapi;

import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.identity.Caller;
import dev.slipway.kit.paging.Cursor;
import dev.slipway.kit.paging.Limit;
import dev.slipway.kit.paging.Page;
import dev.slipway.registry.manifest.Tags;
import dev.slipway.registry.repository.Repository;
import dev.slipway.registry.repository.RepositoryAccess;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Repositories and their tags, natively. Images themselves come and go through {@code /v2/}. */
@Path("/platform/v1/repositories")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Repositories")
public class RepositoryResource {

    private final Caller caller;
    private final RepositoryAccess access;
    private final Tags tags;

    public RepositoryResource(Caller caller, RepositoryAccess access, Tags tags) {
        this.caller = caller;
        this.access = access;
        this.tags = tags;
    }

    /** What the caller may read, by name. */
    @GET
    @Operation(summary = "The repositories of the caller's tenants, by name")
    public Uni<Page<RepositoryView>> list(
            @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
        int size = Limit.of(limit);
        return access.readable(caller.principal(), after(cursor), size + 1)
                .map(found ->
                        Page.of(found, size, last -> Cursor.of(last.name())).map(RepositoryView::of));
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One repository")
    public Uni<RepositoryView> get(@PathParam("id") String id) {
        return find(id).map(RepositoryView::of);
    }

    /** The tags, by name. */
    @GET
    @Path("{id}/tags")
    @Operation(summary = "The tags of a repository, by name")
    public Uni<Page<TagView>> tags(
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        int size = Limit.of(limit);
        String after = after(cursor);
        return find(id).chain(repository -> tags.page(repository, after, size + 1))
                .map(found ->
                        Page.of(found, size, last -> Cursor.of(last.name())).map(TagView::of));
    }

    /** What is no id is no repository's id: the answer does not tell the two apart. */
    private Uni<Repository> find(String id) {
        try {
            return access.forReading(caller.principal(), UUID.fromString(id));
        } catch (IllegalArgumentException notAnId) {
            throw SlipwayException.notFound("repository");
        }
    }

    private static String after(@Nullable String cursor) {
        Cursor decoded = Cursor.decode(cursor, 1);
        String name = decoded == null ? "" : decoded.text(0);
        if (name.indexOf('\0') >= 0) {
            throw SlipwayException.invalid("cursor", "is not one that this list has given out");
        }
        return name;
    }
}
