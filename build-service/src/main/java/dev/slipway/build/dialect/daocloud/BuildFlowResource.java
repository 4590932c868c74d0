package dev.slipway.build.dialect.daocloud;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.build.build.Builds;
import dev.slipway.build.build.FlowStates;
import dev.slipway.build.build.NewBuild;
import dev.slipway.build.build.RefRequest;
import dev.slipway.build.build.RefResolution;
import dev.slipway.build.dialect.JsonText;
import dev.slipway.build.flow.Flow;
import dev.slipway.build.flow.FlowAccess;
import dev.slipway.build.flow.Flows;
import dev.slipway.events.GitRef;
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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Build flows and builds in the DaoCloud dialect. */
@Path("/v1/build-flows")
@Tag(name = "DaoCloud build flows")
class BuildFlowResource {

    private static final String BUILD = "build";
    private static final Set<String> BUILD_TYPES = Set.of("image_build", "ci_build");

    /** This dialect's list has no pages. */
    private static final int MAX_FLOWS = 10_000;

    private final Flows flows;
    private final FlowAccess access;
    private final FlowStates states;
    private final Builds builds;
    private final RefResolution refs;
    private final Caller caller;
    private final ObjectMapper json;

    BuildFlowResource(
            Flows flows,
            FlowAccess access,
            FlowStates states,
            Builds builds,
            RefResolution refs,
            Caller caller,
            ObjectMapper json) {
        this.flows = flows;
        this.access = access;
        this.states = states;
        this.builds = builds;
        this.refs = refs;
        this.caller = caller;
        this.json = json;
    }

    @GET
    public Uni<Response> list() {
        return flows.ofPrincipal(caller.principal(), null, MAX_FLOWS)
                .chain(found -> states.of(found.stream().map(Flow::id).toList())
                        .map(last -> found.stream()
                                .map(flow -> BuildFlowView.inList(flow, last.get(flow.id())))
                                .toList()))
                .map(views -> answer(Map.of("build_flows", views)));
    }

    @GET
    @Path("/{id}")
    public Uni<Response> get(@RestPath UUID id) {
        return access.toRead(caller.principal(), id)
                .chain(flow -> states.of(List.of(flow.id()))
                        .map(last -> answer(BuildFlowView.alone(flow, last.get(flow.id())))));
    }

    @POST
    @Path("/{id}/builds")
    @Consumes(MediaType.WILDCARD)
    @Cancellable(false)
    public Uni<Response> post(@RestPath UUID id, byte[] body) {
        Principal principal = caller.principal();
        GitRef branch = RefRequest.branch(BuildBody.branch(body));
        return access.toBuild(principal, id)
                .chain(flow -> refs.resolve(flow, branch))
                .chain(ref -> builds.create(NewBuild.byHand(id, ref, principal.name(), Map.of())))
                .map(build -> answer(BuildAnswer.of(build)));
    }

    /** Both types name the same builds: this core tells no image builds from others. */
    @GET
    @Path("/{id}/{buildType}/{buildId}")
    public Uni<Response> build(@RestPath UUID id, @RestPath String buildType, @RestPath long buildId) {
        if (!BUILD_TYPES.contains(buildType)) {
            throw SlipwayException.notFound("build type");
        }
        return access.toRead(caller.principal(), id)
                .chain(flow -> builds.bySerial(flow.id(), buildId))
                .map(found -> found.orElseThrow(() -> SlipwayException.notFound(BUILD)))
                .map(build -> answer(BuildAnswer.of(build)));
    }

    /** As bytes, so that nothing adds a charset: a client compares the header's whole text. */
    private Response answer(Object entity) {
        return Response.ok(JsonText.of(json, entity).getBytes(StandardCharsets.UTF_8))
                .header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON)
                .build();
    }
}
