package dev.slipway.gateway.audit;

import dev.slipway.kit.retention.Retention;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Keeps the record for {@code slipway.gateway.audit.retention}, in whole days (UTC): a day's partition is dropped when its last line is older. The
 * partitions of the next days are made at the same time, so that no line waits for one at midnight.
 */
@ApplicationScoped
public class AuditRetention implements Retention {

    private static final int DAYS_AHEAD = 3;
    private static final String RETAIN = "SELECT audit_event_retain($1, $2)";

    private final int daysKept;

    public AuditRetention(
            @ConfigProperty(name = "slipway.gateway.audit.retention", defaultValue = "90D") Duration retention) {
        if (retention.toDays() < 1) {
            throw new IllegalArgumentException("slipway.gateway.audit.retention is " + retention
                    + ": the record is kept for whole days, at least 1");
        }
        this.daysKept = (int) Math.min(retention.toDays(), 36_500);
    }

    @Override
    public String what() {
        return "audit_event";
    }

    /** One partition; its rows are not counted. */
    @Override
    public Uni<Integer> deletePortion(SqlClient client) {
        return client.preparedQuery(RETAIN)
                .execute(Tuple.of(daysKept, DAYS_AHEAD))
                .map(rows -> rows.iterator().next().getInteger(0));
    }
}
