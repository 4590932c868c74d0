package dev.slipway.app.dialect.daocloud;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.app.action.ActionKind;
import dev.slipway.app.action.Actions;
import dev.slipway.app.app.AppAccess;
import dev.slipway.app.app.Apps;
import dev.slipway.app.runtime.AppRuntime;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.identity.Caller;
import dev.slipway.kit.identity.Principal;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Apps and actions in the DaoCloud dialect. */
@Path("/v1/apps")
@Tag(name = "DaoCloud apps")
class AppResource {

    /** This dialect's list has no pages. */
    private static final int MAX_APPS = 10_000;

    private final Apps apps;
    private final AppAccess access;
    private final Actions actions;
    private final AppRuntime runtime;
    private final Database database;
    private final Caller caller;
    private final ObjectMapper json;

    AppResource(
            Apps apps,
            AppAccess access,
            Actions actions,
            AppRuntime runtime,
            Database database,
            Caller caller,
            ObjectMapper json) {
        this.apps = apps;
        this.access = access;
        this.actions = actions;
        this.runtime = runtime;
        this.database = database;
        this.caller = caller;
        this.json = json;
    }

    /** The key is {@code app}, in the singular: that is the document's. */
    @GET
    public Uni<Response> list() {
        return apps.list(access.visibleTo(caller.principal()), null, MAX_APPS)
                .map(found -> answer(Map.of(
                        "app",
                        found.stream()
                                .map(app -> AppItem.inList(app, runtime.node()))
                                .toList())));
    }

    @GET
    @Path("/{id}")
    public Uni<Response> get(@RestPath UUID id) {
        return access.toRead(caller.principal(), id).map(app -> answer(AppItem.alone(app)));
    }

    /** Takes any body of any type, as its clients send none, or an empty one, or a form. */
    @POST
    @Path("/{id}/actions/{name: start|stop|restart}")
    @Consumes(MediaType.WILDCARD)
    @Cancellable(false)
    public Uni<Response> act(@RestPath UUID id, @RestPath String name) {
        Principal principal = caller.principal();
        ActionKind kind = ActionKind.ofWord(name).orElseThrow(() -> SlipwayException.notFound("action"));
        return access.toOperate(principal, id)
                .chain(app ->
                        database.inTransaction(transaction -> actions.request(transaction, principal, app.id(), kind)))
                .map(action -> answer(Map.of("action_id", action.id().toString())));
    }

    @GET
    @Path("/{id}/actions/{actionId}")
    public Uni<Response> action(@RestPath UUID id, @RestPath UUID actionId) {
        return access.toRead(caller.principal(), id)
                .chain(app -> actions.find(app, actionId))
                .map(found -> found.orElseThrow(() -> SlipwayException.notFound("action")))
                .map(action -> answer(ActionItem.of(action, Instant.now())));
    }

    /** As bytes, so that nothing adds a charset: a client compares the header's whole text. */
    private Response answer(Object entity) {
        try {
            return Response.ok(json.writeValueAsBytes(entity))
                    .header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON)
                    .build();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(entity.getClass().getName() + " has no JSON", e);
        }
    }
}
