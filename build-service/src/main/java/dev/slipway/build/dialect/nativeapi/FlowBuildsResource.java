package dev.slipway.build.dialect.nativeapi;

import dev.slipway.build.build.Builds;
import dev.slipway.build.build.NewBuild;
import dev.slipway.build.build.Parameters;
import dev.slipway.build.build.RefResolution;
import dev.slipway.build.flow.FlowAccess;
import dev.slipway.events.GitRef;
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
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The builds of a flow in the native API. */
@Path("/platform/v1/flows/{id}/builds")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Builds")
class FlowBuildsResource {

    private static final int CURSOR_PARTS = 1;

    private final Builds builds;
    private final RefResolution refs;
    private final FlowAccess access;
    private final Caller caller;
    private final Idempotency idempotency;

    FlowBuildsResource(Builds builds, RefResolution refs, FlowAccess access, Caller caller, Idempotency idempotency) {
        this.builds = builds;
        this.refs = refs;
        this.access = access;
        this.caller = caller;
        this.idempotency = idempotency;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Cancellable(false)
    @Operation(summary = "Ask for a build of a branch, a tag or a commit")
    public Uni<Response> post(@RestPath UUID id, @Nullable BuildRequest request) {
        if (request == null) {
            throw SlipwayException.invalid("branch", "give exactly one of branch, tag and sha");
        }
        Principal principal = caller.principal();
        GitRef ref = request.ref();
        Map<String, String> parameters = Parameters.check(request.parameters());
        return access.toBuild(principal, id)
                .chain(flow -> idempotency.onceAfter(
                        request,
                        () -> refs.resolve(flow, ref),
                        (transaction, resolved) -> builds.create(
                                        transaction, NewBuild.byHand(id, resolved, principal.name(), parameters))
                                .map(build -> Answer.created(BuildView.whole(build)))));
    }

    @GET
    @Operation(summary = "The builds of a flow, newest first, without their stages and jobs")
    public Uni<Page<BuildView>> list(
            @RestPath UUID id, @RestQuery @Nullable String cursor, @RestQuery @Nullable String limit) {
        int size = Limit.of(limit);
        Cursor after = Cursor.decode(cursor, CURSOR_PARTS);
        long before = after == null ? Long.MAX_VALUE : after.number(0);
        return access.toRead(caller.principal(), id)
                .chain(flow -> builds.ofFlow(flow.id(), before, size + 1))
                .map(found ->
                        Page.of(found, size, build -> Cursor.of(build.number())).map(BuildView::inList));
    }
}
