package dev.slipway.pipeline.dialect.nativeapi;

import dev.slipway.kit.db.Database;
import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.idempotency.Answer;
import dev.slipway.kit.idempotency.Idempotency;
import dev.slipway.kit.identity.Caller;
import dev.slipway.kit.identity.Principal;
import dev.slipway.kit.paging.Cursor;
import dev.slipway.kit.paging.Limit;
import dev.slipway.kit.paging.Page;
import dev.slipway.pipeline.pipeline.NewPipeline;
import dev.slipway.pipeline.pipeline.PipelineAccess;
import dev.slipway.pipeline.pipeline.Pipelines;
import dev.slipway.pipeline.run.PipelineRuns;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Pipelines in the native API. */
@Path("/platform/v1/pipelines")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Pipelines")
class PipelineResource {

    private final Pipelines pipelines;
    private final PipelineRuns runs;
    private final PipelineAccess access;
    private final Caller caller;
    private final Idempotency idempotency;
    private final Database database;

    PipelineResource(
            Pipelines pipelines,
            PipelineRuns runs,
            PipelineAccess access,
            Caller caller,
            Idempotency idempotency,
            Database database) {
        this.pipelines = pipelines;
        this.runs = runs;
        this.access = access;
        this.caller = caller;
        this.idempotency = idempotency;
        this.database = database;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Cancellable(false)
    @Operation(summary = "Make a pipeline")
    public Uni<Response> create(@Nullable PipelineRequest request) {
        if (request == null) {
            throw SlipwayException.invalid("name", "is required");
        }
        Principal principal = caller.principal();
        NewPipeline wanted = request.checked();
        access.checkOwner(principal, wanted.owner());
        return idempotency.onceHibernate(
                request,
                transaction -> pipelines
                        .create(transaction, wanted, principal)
                        .map(pipeline -> Answer.created(PipelineView.of(pipeline))));
    }

    @GET
    @Operation(summary = "The pipelines of the caller's tenants, newest first")
    public Uni<Page<PipelineView>> list(@RestQuery @Nullable String cursor, @RestQuery @Nullable String limit) {
        int size = Limit.of(limit);
        Cursor after = Cursor.decode(cursor, 1);
        UUID before = after == null ? null : after.id(0);
        return pipelines
                .ofPrincipal(caller.principal(), before, size + 1)
                .map(found -> Page.of(found, size, pipeline -> Cursor.of(pipeline.id()))
                        .map(PipelineView::of));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "One pipeline")
    public Uni<PipelineView> get(@RestPath UUID id) {
        return access.toRead(caller.principal(), id).map(PipelineView::of);
    }

    @DELETE
    @Path("/{id}")
    @Cancellable(false)
    @Operation(summary = "Delete a pipeline; its runs that have not ended are canceled")
    public Uni<Void> delete(@RestPath UUID id) {
        return access.toAdminister(caller.principal(), id)
                .chain(pipeline ->
                        database.inTransaction(transaction -> runs.deletePipeline(transaction, pipeline.id())));
    }
}
