package dev.slipway.app.dialect.nativeapi;

import dev.slipway.app.app.App;
import dev.slipway.app.app.AppAccess;
import dev.slipway.app.app.AppRemoval;
import dev.slipway.app.app.Apps;
import dev.slipway.app.app.NewApp;
import dev.slipway.app.log.AppLog;
import dev.slipway.app.runtime.AppRuntime;
import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.idempotency.Answer;
import dev.slipway.kit.idempotency.Idempotency;
import dev.slipway.kit.identity.Caller;
import dev.slipway.kit.identity.Principal;
import dev.slipway.kit.paging.Cursor;
import dev.slipway.kit.paging.Limit;
import dev.slipway.kit.paging.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
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

/** Apps in the native API. */
@Path("/platform/v1/apps")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Apps")
class AppResource {

    private static final int DEFAULT_LOG_LINES = 200;
    private static final int MAX_LOG_LINES = 10_000;
    private static final int MAX_LOG_BYTES = 1024 * 1024;

    private final Apps apps;
    private final AppAccess access;
    private final AppRemoval removal;
    private final AppLog log;
    private final AppRuntime runtime;
    private final Caller caller;
    private final Idempotency idempotency;
    private final Vertx vertx;

    AppResource(
            Apps apps,
            AppAccess access,
            AppRemoval removal,
            AppLog log,
            AppRuntime runtime,
            Caller caller,
            Idempotency idempotency,
            Vertx vertx) {
        this.apps = apps;
        this.access = access;
        this.removal = removal;
        this.log = log;
        this.runtime = runtime;
        this.caller = caller;
        this.idempotency = idempotency;
        this.vertx = vertx;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Cancellable(false)
    @Operation(summary = "Make an app; it does not run until it is started")
    public Uni<Response> make(@Nullable AppRequest request) {
        if (request == null) {
            throw SlipwayException.invalid("name", "is required");
        }
        Principal principal = caller.principal();
        NewApp wish = request.checked();
        access.checkOwner(principal, wish.owner());
        return idempotency.once(
                request,
                transaction -> apps.make(transaction, wish, principal).map(app -> Answer.created(AppView.of(app))));
    }

    @GET
    @Operation(summary = "The apps of the caller's tenants, newest first")
    public Uni<Page<AppView>> list(@RestQuery @Nullable String cursor, @RestQuery @Nullable String limit) {
        int size = Limit.of(limit);
        Cursor after = Cursor.decode(cursor, 1);
        return apps.list(access.visibleTo(caller.principal()), after == null ? null : after.id(0), size + 1)
                .map(found -> Page.of(found, size, app -> Cursor.of(app.id())).map(AppView::of));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "One app")
    public Uni<AppView> get(@RestPath UUID id) {
        return access.toRead(caller.principal(), id).map(AppView::of);
    }

    @DELETE
    @Path("/{id}")
    @Cancellable(false)
    @Operation(summary = "Delete an app with its files and logs; it must not run")
    public Uni<Void> delete(@RestPath UUID id) {
        return access.toOperate(caller.principal(), id)
                .chain(app -> removal.delete(app.id()))
                .chain(this::forget);
    }

    @GET
    @Path("/{id}/log")
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(summary = "What the app has printed since its last start: the last lines, 200 unless told")
    public Uni<Response> log(@RestPath UUID id, @RestQuery @Nullable String lines) {
        int count = Limit.of("lines", lines, DEFAULT_LOG_LINES, MAX_LOG_LINES);
        return access.toRead(caller.principal(), id)
                .chain(app -> log.tail(app, count, MAX_LOG_BYTES))
                .map(AppResource::text);
    }

    /** What the app has left, if it ran here. */
    private Uni<Void> forget(App app) {
        if (!runtime.node().equals(app.node())) {
            return Uni.createFrom().voidItem();
        }
        return vertx.executeBlocking(
                        () -> {
                            runtime.forget(app.id());
                            return app;
                        },
                        false)
                .replaceWithVoid();
    }

    /** An app prints what it likes: no browser shall take it for a page. */
    private static Response text(byte[] bytes) {
        return Response.ok(bytes, MediaType.TEXT_PLAIN + ";charset=UTF-8")
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }
}
