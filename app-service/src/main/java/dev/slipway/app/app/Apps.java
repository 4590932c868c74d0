package dev.slipway.app.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.events.AppState;
import dev.slipway.kit.crypto.KeyRing;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.db.Ids;
import dev.slipway.kit.db.PostgresFailures;
import dev.slipway.kit.db.Transaction;
import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.identity.Principal;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The apps that there are. Deleted ones are not among them. */
@ApplicationScoped
public class Apps {

    /** By the primary key. */
    private static final String FIND = "SELECT " + AppRows.COLUMNS + " FROM app WHERE id = $1 AND deleted_at IS NULL";

    /** By {@code app_tenant_id}; newest first: ids are UUIDv7. */
    private static final String LIST = "SELECT " + AppRows.COLUMNS + " FROM app"
            + " WHERE deleted_at IS NULL AND ($1 OR tenant = ANY($2)) AND ($3::uuid IS NULL OR id < $3)"
            + " ORDER BY id DESC LIMIT $4";

    /** By {@code app_of_node}. */
    private static final String OF_NODE =
            "SELECT " + AppRows.COLUMNS + " FROM app WHERE node = $1 AND state IN ('STARTING', 'RUNNING', 'STOPPING')";

    private static final String INSERT = """
            INSERT INTO app (id, tenant, name, command, environment, version, state, created_by, created_at, changed_at, operated_at)
            VALUES ($1, $2, $3, $4, $5, 1, 'STOPPED', $6, $7, $7, $7)
            """;

    private static final String DELETE =
            "UPDATE app SET deleted_at = clock_timestamp(), environment = '' WHERE id = $1 AND deleted_at IS NULL";

    private static final TypeReference<Map<String, String>> ENVIRONMENT = new TypeReference<>() {};

    private final Database database;
    private final KeyRing keyRing;
    private final ObjectMapper json;

    public Apps(Database database, KeyRing keyRing, ObjectMapper json) {
        this.database = database;
        this.keyRing = keyRing;
        this.json = json;
    }

    /** @throws SlipwayException (conflict) if the owner has an app of that name */
    public Uni<App> make(Transaction transaction, NewApp wish, Principal principal) {
        UUID id = Ids.newId();
        // As exact as PostgreSQL keeps it: the answer shows what will be read later.
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        App app = new App(
                id,
                wish.owner(),
                wish.name(),
                wish.command(),
                encrypt(id, wish.environment()),
                1,
                AppState.STOPPED,
                null,
                null,
                null,
                principal.name(),
                now,
                now,
                now);
        return transaction
                .connection()
                .preparedQuery(INSERT)
                .execute(Tuple.tuple()
                        .addValue(id)
                        .addValue(app.tenant())
                        .addValue(app.name())
                        .addValue(app.command().toArray(String[]::new))
                        .addValue(app.environment())
                        .addValue(app.createdBy())
                        .addValue(AppRows.time(now)))
                .onFailure(PostgresFailures::isUniqueViolation)
                .transform(taken ->
                        SlipwayException.conflict(wish.owner() + " has an app named " + wish.name() + " already"))
                .replaceWith(app);
    }

    public Uni<Optional<App>> find(UUID id) {
        return database.query(
                client -> client.preparedQuery(FIND).execute(Tuple.of(id)).map(AppRows::first));
    }

    /** @param before the id of the last one of the previous page; null for the first page */
    public Uni<List<App>> list(AppAccess.Visible visible, @Nullable UUID before, int limit) {
        Tuple parameters = Tuple.tuple()
                .addValue(visible.all())
                .addValue(visible.tenants().toArray(String[]::new))
                .addValue(before)
                .addValue(limit);
        return query(LIST, parameters);
    }

    /** Those that may have a process on that node. */
    public Uni<List<App>> ofNode(UUID node) {
        return query(OF_NODE, Tuple.of(node));
    }

    /** Its environment is erased; the row stays for its actions. It must be locked, and nothing of it may run. */
    public Uni<Void> delete(Transaction transaction, App app) {
        return transaction
                .connection()
                .preparedQuery(DELETE)
                .execute(Tuple.of(app.id()))
                .replaceWithVoid();
    }

    /** Its environment in the clear. */
    public Map<String, String> environment(App app) {
        String text = keyRing.decryptText(app.environment(), App.environmentContext(app.id()));
        try {
            return json.readValue(text, ENVIRONMENT);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the environment of app " + app.id() + " is not what was written", e);
        }
    }

    private String encrypt(UUID id, Map<String, String> environment) {
        try {
            return keyRing.encrypt(json.writeValueAsString(environment), App.environmentContext(id));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a map of texts has no JSON", e);
        }
    }

    private Uni<List<App>> query(String sql, Tuple parameters) {
        return database.query(client -> client.preparedQuery(sql)
                .execute(parameters)
                .map(rows -> rows.stream().map(AppRows::app).toList()));
    }
}
