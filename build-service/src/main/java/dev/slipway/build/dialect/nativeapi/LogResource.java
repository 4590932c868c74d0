package dev.slipway.build.dialect.nativeapi;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.build.build.Builds;
import dev.slipway.build.dialect.JsonText;
import dev.slipway.build.dialect.StreamedAnswer;
import dev.slipway.build.flow.FlowAccess;
import dev.slipway.build.log.LogReader;
import dev.slipway.kit.identity.Caller;
import dev.slipway.kit.identity.Principal;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
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
    private final LogEvents events;

    LogResource(Builds builds, LogReader logs, FlowAccess access, Caller caller, ObjectMapper json, LogEvents events) {
        this.builds = builds;
        this.logs = logs;
        this.access = access;
        this.caller = caller;
        this.json = json;
        this.events = events;
    }

    /** Nothing is left to send (204) to a reader that comes back after the end: so an EventSource is told not to come again. */
    @GET
    @Operation(
            summary = "The lines that there are, one JSON object each; live with Accept: text/event-stream",
            description =
                    "Live, every event has an id at which a reader that was cut off goes on by Last-Event-ID. A comment comes"
                            + " each 15 seconds, and event: end after the last line.")
    @APIResponse(
            responseCode = "200",
            content = {@Content(mediaType = NDJSON), @Content(mediaType = MediaType.SERVER_SENT_EVENTS)})
    @APIResponse(responseCode = "204", description = "the reader has seen all of it")
    public Uni<Void> log(
            @RestPath UUID id,
            @RestHeader(HttpHeaders.ACCEPT) @Nullable String accept,
            @RestHeader("Last-Event-ID") @Nullable String lastEventId,
            @Context HttpServerResponse response) {
        boolean live = accept != null && accept.contains(MediaType.SERVER_SENT_EVENTS);
        return readable(id).chain(() -> live ? follow(id, lastEventId, response) : lines(id, response));
    }

    private Uni<Void> lines(UUID id, HttpServerResponse response) {
        Multi<String> pieces = logs.build(id)
                .map(line -> JsonText.of(json, LogLineView.of(line)) + "\n")
                .group()
                .intoLists()
                .of(LINES_PER_WRITE)
                .map(lines -> String.join("", lines));
        return StreamedAnswer.send(response, NDJSON, pieces);
    }

    private Uni<Void> follow(UUID id, @Nullable String lastEventId, HttpServerResponse response) {
        return logs.follow(id, lastEventId)
                .chain(entries -> entries.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : StreamedAnswer.send(response, MediaType.SERVER_SENT_EVENTS, events.of(entries.get())));
    }

    private Uni<Void> readable(UUID id) {
        Principal principal = caller.principal();
        return builds.find(id)
                .chain(found ->
                        access.toRead(principal, found.map(build -> build.flow().id()), "build"))
                .replaceWithVoid();
    }
}
