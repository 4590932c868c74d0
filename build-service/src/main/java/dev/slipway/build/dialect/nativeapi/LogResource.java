package dev.slipway.build.dialect.nativeapi;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.build.build.Builds;
import dev.slipway.build.dialect.JsonText;
import dev.slipway.build.flow.FlowAccess;
import dev.slipway.build.log.LogReader;
import dev.slipway.kit.identity.Caller;
import dev.slipway.kit.identity.Principal;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** The log of a build: what there is as NDJSON, or live as server-sent events. */
@Path("/platform/v1/builds/{id}/log")
@Tag(name = "Builds")
class LogResource {

    private static final String NDJSON = "application/x-ndjson";

    /** Lines that go out in one write: a long log line by line would be mostly system calls. */
    private static final int LINES_PER_WRITE = 100;

    private final Builds builds;
    private final LogReader logs;
    private final FlowAccess access;
    private final Caller caller;
    private final ObjectMapper json;

    LogResource(Builds builds, LogReader logs, FlowAccess access, Caller caller, ObjectMapper json) {
        this.builds = builds;
        this.logs = logs;
        this.access = access;
        this.caller = caller;
        this.json = json;
    }

    @GET
    @Produces(NDJSON)
    @Operation(summary = "The lines that there are, one JSON object each; live with Accept: text/event-stream")
    public Multi<String> lines(@RestPath UUID id) {
        return readable(id)
                .onItem()
                .transformToMulti(ignored -> logs.build(id))
                .map(LogLineView::of)
                .map(line -> JsonText.of(json, line))
                .group()
                .intoLists()
                .of(LINES_PER_WRITE)
                .map(group -> String.join("\n", group));
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @ResponseHeader(name = "Cache-Control", value = "no-cache")
    @ResponseHeader(name = "X-Accel-Buffering", value = "no")
    @Operation(hidden = true)
    public Multi<OutboundSseEvent> follow(
            @RestPath UUID id, @RestHeader("Last-Event-ID") @Nullable String lastEventId, Sse sse) {
        LogEvents events = new LogEvents(sse, json);
        return readable(id)
                .chain(ignored -> logs.follow(id, lastEventId))
                .onItem()
                .transformToMulti(entries -> events.of(entries.orElseThrow(LogResource::nothingMore)));
    }

    private Uni<Void> readable(UUID id) {
        Principal principal = caller.principal();
        return builds.find(id)
                .chain(found ->
                        access.toRead(principal, found.map(build -> build.flow().id()), "build"))
                .replaceWithVoid();
    }

    /** 204 is how an EventSource is told not to come back. */
    private static WebApplicationException nothingMore() {
        return new WebApplicationException(
                Response.noContent().entity(List.of()).build());
    }
}
