package dev.slipway.build.dialect.nativeapi;

import dev.slipway.build.build.Build;
import dev.slipway.build.build.Builds;
import dev.slipway.build.flow.FlowAccess;
import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.idempotency.Answer;
import dev.slipway.kit.idempotency.Idempotency;
import dev.slipway.kit.identity.Caller;
import dev.slipway.kit.identity.Principal;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Builds in the native API. */
@Path("/platform/v1/builds")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Builds")
class BuildResource {

    private static final String BUILD = "build";

    private final Builds builds;
    private final FlowAccess access;
    private final Caller caller;
    private final Idempotency idempotency;

    BuildResource(Builds builds, FlowAccess access, Caller caller, Idempotency idempotency) {
        this.builds = builds;
        this.access = access;
        this.caller = caller;
        this.idempotency = idempotency;
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "One build with its stages, jobs and steps")
    public Uni<BuildView> get(@RestPath UUID id) {
        Principal principal = caller.principal();
        return builds.find(id)
                .chain(found -> access.toRead(
                                principal, found.map(build -> build.flow().id()), BUILD)
                        .map(flow -> BuildView.whole(found.orElseThrow())));
    }

    @POST
    @Path("/{id}/cancel")
    @Cancellable(false)
    @Operation(summary = "Ask for the end of a build; one that is over stays as it is")
    public Uni<Response> cancel(@RestPath UUID id) {
        Principal principal = caller.principal();
        return builds.find(id)
                .chain(found -> access.toBuild(
                        principal, found.map(build -> build.flow().id()), BUILD))
                .chain(flow -> idempotency.once(
                        null,
                        transaction -> builds.cancel(transaction, id, principal.name())
                                .map(BuildResource::existing)
                                .map(build -> Answer.accepted(BuildView.whole(build)))));
    }

    private static Build existing(Optional<Build> found) {
        return found.orElseThrow(() -> SlipwayException.notFound(BUILD));
    }
}
