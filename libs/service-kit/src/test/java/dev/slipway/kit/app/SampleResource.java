package dev.slipway.kit.app;

import dev.slipway.events.BuildQueued;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.db.Ids;
import dev.slipway.kit.db.Transaction;
import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.idempotency.Answer;
import dev.slipway.kit.idempotency.Idempotency;
import dev.slipway.kit.identity.Caller;
import dev.slipway.kit.trace.Traces;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.Cancellable;

/** What a service's native resource looks like, in small. */
@Path("/platform/v1/samples")
public class SampleResource {

    private static final Logger LOG = Logger.getLogger(SampleResource.class);

    private final Database database;
    private final Idempotency idempotency;
    private final Caller caller;

    public SampleResource(Database database, Idempotency idempotency, Caller caller) {
        this.database = database;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    /** A request with what bad requests get wrong. */
    public record NewSample(
            @NotBlank String displayName,
            @Max(10) int retryCount,
            @Valid Inner innerPart) {
        /** Nested, for the paths in messages. */
        public record Inner(@NotNull String sourceUrl) {}
    }

    public record Sample(UUID id, String displayName, Instant createdAt, String traceparent) {}

    @POST
    @Cancellable(false)
    public Uni<Response> create(@Valid @NotNull NewSample request) {
        return idempotency.once(request, transaction -> insert(transaction, request));
    }

    /** As {@link #create}, through Hibernate. */
    @POST
    @Path("hibernate")
    @Cancellable(false)
    public Uni<Response> createByHibernate(@Valid @NotNull NewSample request) {
        return idempotency.onceHibernate(request, transaction -> {
            UUID id = Ids.newId();
            return transaction
                    .session()
                    .persist(new SampleEntity(id, request.displayName()))
                    .chain(() -> transaction.publish(new BuildQueued(id, 1), new BuildQueued(id, 2)))
                    .invoke(() -> failIfTold(request))
                    .replaceWith(() -> Answer.created(new Sample(
                            id, request.displayName(), Instant.parse("2026-01-02T03:04:05Z"), Traces.current())));
        });
    }

    private static void failIfTold(NewSample request) {
        if (request.displayName().startsWith("fails")) {
            throw SlipwayException.conflict("not now");
        }
    }

    private Uni<Answer> insert(Transaction transaction, NewSample request) {
        UUID id = Ids.newId();
        Sample made = new Sample(id, request.displayName(), Instant.parse("2026-01-02T03:04:05Z"), Traces.current());
        return transaction
                .connection()
                .preparedQuery("INSERT INTO sample (id, name) VALUES ($1, $2)")
                .execute(Tuple.of(id, request.displayName()))
                .chain(() -> transaction.publish(new BuildQueued(id, 1)))
                .invoke(() -> failIfTold(request))
                .replaceWith(() -> Answer.created(made));
    }

    @GET
    @Path("caller/event-loop")
    public Uni<String> callerOnEventLoop() {
        return Uni.createFrom().item(this::threadAndCaller);
    }

    @GET
    @Path("caller/worker")
    @Blocking
    public String callerOnWorker() {
        return threadAndCaller();
    }

    @GET
    @Path("caller/after-database")
    public Uni<String> callerAfterDatabase() {
        return database.query(client -> client.query("SELECT 1").execute()).map(rows -> threadAndCaller());
    }

    private String threadAndCaller() {
        LOG.info("asked who calls");
        return Thread.currentThread().getName() + "|" + caller.principal().name();
    }

    /** Hands a caller's value to PostgreSQL without having looked at it. */
    @GET
    @Path("stores/{type}/{value}")
    public Uni<String> store(@PathParam("type") String type, @PathParam("value") String value) {
        String sql = switch (type) {
            case "text" -> "SELECT $1::text";
            case "json" -> "SELECT $1::jsonb";
            case "time" -> "SELECT $1::timestamptz";
            default -> throw SlipwayException.notFound("type");
        };
        Object parameter = switch (type) {
            case "json" -> new JsonObject().put("value", value);
            case "time" -> Instant.parse(value).atOffset(ZoneOffset.UTC);
            default -> value;
        };
        return database.query(client -> client.preparedQuery(sql).execute(Tuple.of(parameter)))
                .map(Object::toString);
    }

    /** Asks for no principal: open, if the filter is. */
    @GET
    @Path("open")
    public String open() {
        return "reached";
    }

    @GET
    @Path("fails/{how}")
    public Uni<String> fail(@PathParam("how") String how) {
        return switch (how) {
            case "not-found" -> Uni.createFrom().failure(SlipwayException.notFound("sample"));
            case "at-once" -> throw SlipwayException.conflict("not now");
            case "defect" -> Uni.createFrom().failure(new IllegalStateException("secret detail"));
            case "sql" ->
                database.query(client -> client.query("SELECT nonsense").execute())
                        .map(Object::toString);
            default -> Uni.createFrom().item(how);
        };
    }
}
