package dev.slipway.webhook.dialect.nativeapi;

import dev.slipway.kit.idempotency.Answer;
import dev.slipway.kit.idempotency.Idempotency;
import dev.slipway.kit.identity.Caller;
import dev.slipway.kit.identity.Principal;
import dev.slipway.kit.paging.Cursor;
import dev.slipway.kit.paging.Limit;
import dev.slipway.kit.paging.Page;
import dev.slipway.webhook.delivery.EndpointRemoval;
import dev.slipway.webhook.endpoint.EndpointAccess;
import dev.slipway.webhook.endpoint.EndpointUrl;
import dev.slipway.webhook.endpoint.Endpoints;
import dev.slipway.webhook.endpoint.NewEndpoint;
import dev.slipway.webhook.format.EventTypePattern;
import dev.slipway.webhook.format.Formats;
import dev.slipway.webhook.format.PayloadFormat;
import dev.slipway.webhook.signature.SigningSecret;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Who wants to hear of what, and where. */
@Tag(name = "Webhooks")
@Path("/platform/v1/webhook-endpoints")
@Produces(MediaType.APPLICATION_JSON)
public class EndpointResource {

    private static final String DEFAULT_FORMAT = "daocloud";

    private final Caller caller;
    private final EndpointAccess access;
    private final Endpoints endpoints;
    private final EndpointRemoval removal;
    private final Formats formats;
    private final Idempotency idempotency;

    public EndpointResource(
            Caller caller,
            EndpointAccess access,
            Endpoints endpoints,
            EndpointRemoval removal,
            Formats formats,
            Idempotency idempotency) {
        this.caller = caller;
        this.access = access;
        this.endpoints = endpoints;
        this.removal = removal;
        this.formats = formats;
        this.idempotency = idempotency;
    }

    /** Makes an endpoint. The answer is the only place where its signing secret is ever shown. */
    @POST
    @Operation(summary = "Subscribe a URL to events; the answer shows its signing secret, once")
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = EndpointView.class)))
    @Consumes(MediaType.APPLICATION_JSON)
    @Cancellable(false)
    public Uni<Response> create(@NotNull(message = "is required") @Valid EndpointRequest request) {
        Principal principal = caller.principal();
        NewEndpoint wish = wish(principal, request);
        return idempotency.onceHibernate(request, transaction -> {
            SigningSecret secret = SigningSecret.random();
            return endpoints
                    .add(transaction, wish, secret, principal.name())
                    .map(endpoint -> Answer.created(EndpointView.withSecret(endpoint, secret)));
        });
    }

    @GET
    @Operation(summary = "The endpoints of the caller's tenants, newest first")
    public Uni<Page<EndpointView>> list(@RestQuery @Nullable String cursor, @RestQuery @Nullable String limit) {
        return endpoints
                .list(access.visibleTo(caller.principal()), Cursor.decode(cursor, 1), Limit.of(limit))
                .map(page -> page.map(EndpointView::of));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "One endpoint")
    public Uni<EndpointView> get(@RestPath String id) {
        Principal principal = caller.principal();
        return endpoints
                .find(PathIds.endpoint(id))
                .map(found -> EndpointView.of(access.requireReadable(principal, found)));
    }

    /** Deletes an endpoint; what still waited for it is given up. */
    @DELETE
    @Path("/{id}")
    @Operation(summary = "Delete an endpoint; what still waited for it is given up")
    @Cancellable(false)
    public Uni<Void> delete(@RestPath String id) {
        Principal principal = caller.principal();
        return endpoints
                .find(PathIds.endpoint(id))
                .map(found -> access.requireChangeable(principal, found))
                .chain(endpoint -> removal.delete(endpoint.id()));
    }

    private NewEndpoint wish(Principal principal, EndpointRequest request) {
        PayloadFormat format = formats.named(request.format() == null ? DEFAULT_FORMAT : request.format());
        List<String> eventTypes = request.eventTypes() == null ? format.defaultEventTypes() : request.eventTypes();
        eventTypes.forEach(text -> Formats.requireExpressible(format, EventTypePattern.parse(text)));
        return new NewEndpoint(
                access.ownerOfNew(principal, request.owner()),
                EndpointUrl.parse(request.url()),
                request.description() == null ? "" : request.description(),
                eventTypes,
                format.name(),
                format.defaultPolicy());
    }
}
