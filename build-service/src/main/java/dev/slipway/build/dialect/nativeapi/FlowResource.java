package dev.slipway.build.dialect.nativeapi;

import dev.slipway.build.flow.FlowAccess;
import dev.slipway.build.flow.Flows;
import dev.slipway.build.flow.NewFlow;
import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.idempotency.Answer;
import dev.slipway.kit.idempotency.Idempotency;
import dev.slipway.kit.identity.Caller;
import dev.slipway.kit.identity.Principal;
import dev.slipway.kit.paging.Cursor;
import dev.slipway.kit.paging.Limit;
import dev.slipway.kit.paging.Page;
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

/** Flows in the native API. */
@Path("/platform/v1/flows")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Flows")
class FlowResource {

    private static final int CURSOR_PARTS = 1;

    private final Flows flows;
    private final FlowAccess access;
    private final Caller caller;
    private final Idempotency idempotency;

    FlowResource(Flows flows, FlowAccess access, Caller caller, Idempotency idempotency) {
        this.flows = flows;
        this.access = access;
        this.caller = caller;
        this.idempotency = idempotency;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Cancellable(false)
    @Operation(summary = "Register a repository that can be built")
    public Uni<Response> register(@Nullable FlowRequest request) {
        if (request == null) {
            throw SlipwayException.invalid("name", "is required");
        }
        Principal principal = caller.principal();
        NewFlow wanted = request.checked();
        access.checkOwner(principal, wanted.repository().owner());
        return idempotency.onceHibernate(
                request,
                transaction ->
                        flows.register(transaction, wanted, principal).map(flow -> Answer.created(FlowView.of(flow))));
    }

    @GET
    @Operation(summary = "The flows of the caller's tenants, newest first")
    public Uni<Page<FlowView>> list(@RestQuery @Nullable String cursor, @RestQuery @Nullable String limit) {
        int size = Limit.of(limit);
        Cursor after = Cursor.decode(cursor, CURSOR_PARTS);
        UUID before = after == null ? null : after.id(0);
        return flows.ofPrincipal(caller.principal(), before, size + 1)
                .map(found -> Page.of(found, size, flow -> Cursor.of(flow.id())).map(FlowView::of));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "One flow")
    public Uni<FlowView> get(@RestPath UUID id) {
        return access.toRead(caller.principal(), id).map(FlowView::of);
    }

    @DELETE
    @Path("/{id}")
    @Cancellable(false)
    @Operation(summary = "Delete a flow with its builds; those that wait or run are canceled")
    public Uni<Void> delete(@RestPath UUID id) {
        return access.toAdminister(caller.principal(), id).chain(flow -> flows.delete(flow.id()));
    }
}
