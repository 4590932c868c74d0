package dev.slipway.build.dialect.drone;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.build.build.Build;
import dev.slipway.build.build.Builds;
import dev.slipway.build.build.RefRequest;
import dev.slipway.build.dialect.JsonText;
import dev.slipway.build.dialect.StreamedAnswer;
import dev.slipway.build.flow.Flow;
import dev.slipway.build.flow.FlowAccess;
import dev.slipway.build.flow.RepositoryName;
import dev.slipway.build.log.LogReader;
import dev.slipway.events.BuildSnapshot;
import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.identity.Caller;
import dev.slipway.kit.identity.Principal;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/**
 * Builds and logs in the Drone 0.5 dialect. A public repository is readable by everybody; of any other one, a caller without a
 * credential is asked for one (401), and a caller without access is told that there is none (404).
 */
@Path("/api/repos/{owner}/{name}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Drone repositories")
class RepoResource {

    private static final int LISTED_BUILDS = 50;
    private static final int LINES_PER_WRITE = 100;
    private static final String LATEST = "latest";
    private static final String BUILD = "build";

    private final FlowAccess access;
    private final Builds builds;
    private final LogReader logs;
    private final Caller caller;
    private final ObjectMapper json;

    RepoResource(FlowAccess access, Builds builds, LogReader logs, Caller caller, ObjectMapper json) {
        this.access = access;
        this.builds = builds;
        this.logs = logs;
        this.caller = caller;
        this.json = json;
    }

    @GET
    @Path("/builds")
    public Uni<List<DroneBuild>> list(@RestPath String owner, @RestPath String name) {
        return readable(owner, name)
                .chain(flow -> builds.ofFlow(flow.id(), Long.MAX_VALUE, LISTED_BUILDS))
                .map(found -> found.stream().map(DroneBuild::inList).toList());
    }

    @GET
    @Path("/builds/{number}")
    public Uni<DroneBuild> get(
            @RestPath String owner,
            @RestPath String name,
            @RestPath String number,
            @RestQuery @Nullable String branch) {
        return readable(owner, name)
                .chain(flow -> number.equals(LATEST)
                        ? builds.latestOfBranch(flow.id(), branchOr(flow.defaultBranch(), branch))
                        : builds.byNumber(flow.id(), number("number", number)))
                .map(RepoResource::existing)
                .map(DroneBuild::alone);
    }

    /** An empty one is none. */
    private static String branchOr(String defaultBranch, @Nullable String branch) {
        return branch == null || branch.isEmpty()
                ? defaultBranch
                : RefRequest.branch(branch).name();
    }

    /** Ends with an empty object, as the clients of 0.5 expect. */
    @GET
    @Path("/logs/{number}/{job}")
    public Uni<Void> log(
            @RestPath String owner,
            @RestPath String name,
            @RestPath String number,
            @RestPath String job,
            @Context HttpServerResponse response) {
        return readable(owner, name)
                .chain(flow -> builds.byNumber(flow.id(), number("number", number)))
                .map(RepoResource::existing)
                .chain(build ->
                        StreamedAnswer.send(response, MediaType.APPLICATION_JSON, lines(build, number("job", job))));
    }

    private Multi<String> lines(Build build, long jobNumber) {
        BuildSnapshot.Job job = build.snapshot().jobs().stream()
                .filter(candidate -> candidate.number() == jobNumber)
                .findFirst()
                .orElseThrow(() -> SlipwayException.notFound("job"));
        Map<Integer, String> names = new HashMap<>();
        job.steps().forEach(step -> names.put(step.position(), step.name()));
        Multi<String> lines = logs.job(build.id(), job.number())
                .map(line -> DroneLogLine.of(names.getOrDefault(line.step(), ""), line))
                .map(line -> JsonText.of(json, line) + ",")
                .group()
                .intoLists()
                .of(LINES_PER_WRITE)
                .map(group -> String.join("", group));
        return Multi.createBy()
                .concatenating()
                .streams(Multi.createFrom().item("["), lines, Multi.createFrom().item("{}]"));
    }

    private Uni<Flow> readable(String owner, String name) {
        Principal principal = caller.principal();
        return access.toRead(principal, new RepositoryName(owner, name));
    }

    private static Build existing(Optional<Build> found) {
        return found.orElseThrow(() -> SlipwayException.notFound(BUILD));
    }

    private static long number(String field, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw SlipwayException.invalid(field, "must be a number");
        }
    }
}
