package dev.slipway.pipeline.dialect.nativeapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.kit.idempotency.Answer;
import dev.slipway.kit.idempotency.Idempotency;
import dev.slipway.kit.identity.Caller;
import dev.slipway.kit.identity.Principal;
import dev.slipway.kit.paging.Cursor;
import dev.slipway.kit.paging.Limit;
import dev.slipway.kit.paging.Page;
import dev.slipway.pipeline.pipeline.PipelineAccess;
import dev.slipway.pipeline.run.PipelineRuns;
import io.smallrye.mutiny.Uni;
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

/** The runs of a pipeline in the native API. */
@Path("/platform/v1/pipelines/{id}/runs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Pipelines")
class PipelineRunsResource {

    private final PipelineRuns runs;
    private final PipelineAccess access;
    private final Caller caller;
    private final Idempotency idempotency;
    private final ObjectMapper json;

    PipelineRunsResource(
            PipelineRuns runs, PipelineAccess access, Caller caller, Idempotency idempotency, ObjectMapper json) {
        this.runs = runs;
        this.access = access;
        this.caller = caller;
        this.idempotency = idempotency;
        this.json = json;
    }

    @POST
    @Cancellable(false)
    @Operation(summary = "Start a run")
    public Uni<Response> start(@RestPath UUID id, @Nullable String body) throws JsonProcessingException {
        RunRequest.check(json, body);
        Principal principal = caller.principal();
        return access.toRun(principal, id)
                .chain(pipeline -> idempotency.once(
                        null,
                        transaction -> runs.start(transaction, pipeline, principal)
                                .map(run -> Answer.created(RunView.of(run)))));
    }

    @GET
    @Operation(summary = "The runs of a pipeline, newest first")
    public Uni<Page<RunView>> list(
            @RestPath UUID id, @RestQuery @Nullable String cursor, @RestQuery @Nullable String limit) {
        int size = Limit.of(limit);
        Cursor after = Cursor.decode(cursor, 1);
        long beforeNumber = after == null ? Long.MAX_VALUE : after.number(0);
        return access.toRead(caller.principal(), id)
                .chain(pipeline -> runs.ofPipeline(pipeline, beforeNumber, size + 1))
                .map(found ->
                        Page.of(found, size, run -> Cursor.of(run.number())).map(RunView::of));
    }
}
