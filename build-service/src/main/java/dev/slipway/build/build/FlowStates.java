package dev.slipway.build.build;

import dev.slipway.events.RunStatus;
import dev.slipway.kit.db.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The state of flows, which is that of their last builds. */
@ApplicationScoped
public class FlowStates {

    /** By the index {@code build_number}, one look-up for each flow. */
    private static final String LAST = """
            SELECT f.id, b.status FROM unnest($1::uuid[]) AS f (id)
            CROSS JOIN LATERAL (SELECT status FROM build WHERE flow_id = f.id ORDER BY number DESC LIMIT 1) b
            """;

    private final Database database;

    FlowStates(Database database) {
        this.database = database;
    }

    /** The state of each flow that has been built at least once. */
    public Uni<Map<UUID, RunStatus>> of(Collection<UUID> flowIds) {
        return database.query(client -> client.preparedQuery(LAST)
                .execute(Tuple.of(flowIds.toArray(UUID[]::new)))
                .map(rows -> {
                    Map<UUID, RunStatus> states = new HashMap<>();
                    rows.forEach(row -> states.put(row.getUUID("id"), RunStatus.valueOf(row.getString("status"))));
                    return states;
                }));
    }
}
