package dev.slipway.app.dialect.nativeapi;

import dev.slipway.app.action.ActionKind;
import dev.slipway.app.action.Actions;
import dev.slipway.app.app.AppAccess;
import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.idempotency.Answer;
import dev.slipway.kit.idempotency.Idempotency;
import dev.slipway.kit.identity.Caller;
import dev.slipway.kit.identity.Principal;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
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
import org.jspecify.annotations.Nullable;

/** Actions on apps in the native API. */
@Path("/platform/v1/apps/{id}/actions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Apps")
class ActionResource {

    private final Actions actions;
    private final AppAccess access;
    private final Caller caller;
    private final Idempotency idempotency;

    ActionResource(Actions actions, AppAccess access, Caller caller, Idempotency idempotency) {
        this.actions = actions;
        this.access = access;
        this.caller = caller;
        this.idempotency = idempotency;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Cancellable(false)
    @Operation(summary = "Ask for a start, stop or restart; read the action until it has SUCCEEDED or FAILED")
    public Uni<Response> request(@RestPath UUID id, @Nullable ActionRequest request) {
        if (request == null) {
            throw SlipwayException.invalid("name", "is required");
        }
        Principal principal = caller.principal();
        ActionKind kind = request.checked();
        return access.toOperate(principal, id)
                .chain(app -> idempotency.once(
                        request,
                        transaction -> actions.request(transaction, principal, app.id(), kind)
                                .map(action -> Answer.accepted(ActionView.of(action)))));
    }

    @GET
    @Path("/{actionId}")
    @Operation(summary = "One action")
    public Uni<ActionView> get(@RestPath UUID id, @RestPath UUID actionId) {
        return access.toRead(caller.principal(), id)
                .chain(app -> actions.find(app, actionId))
                .map(found -> ActionView.of(found.orElseThrow(() -> SlipwayException.notFound("action"))));
    }
}
