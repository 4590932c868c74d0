package dev.slipway.pipeline.dialect.nativeapi;

import dev.slipway.kit.idempotency.Answer;
import dev.slipway.kit.idempotency.Idempotency;
import dev.slipway.kit.identity.Caller;
import dev.slipway.kit.identity.Principal;
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
import org.jboss.resteasy.reactive.server.Cancellable;

/** One run in the native API. */
@Path("/platform/v1/pipeline-runs/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Pipelines")
class RunResource {

    private final PipelineRuns runs;
    private final Caller caller;
    private final Idempotency idempotency;

    RunResource(PipelineRuns runs, Caller caller, Idempotency idempotency) {
        this.runs = runs;
        this.caller = caller;
        this.idempotency = idempotency;
    }

    @GET
    @Operation(summary = "One run with its stages, steps and their builds")
    public Uni<RunView> get(@RestPath UUID id) {
        return runs.find(caller.principal(), id).map(RunView::of);
    }

    @POST
    @Path("/cancel")
    @Cancellable(false)
    @Operation(summary = "Ask for the end of a run; one that is over stays as it is")
    public Uni<Response> cancel(@RestPath UUID id) {
        Principal principal = caller.principal();
        return runs.toCancel(principal, id)
                .chain(run -> idempotency.once(
                        null,
                        transaction -> runs.cancel(transaction, id, principal.name())
                                .map(canceled -> Answer.accepted(RunView.of(canceled)))));
    }
}
