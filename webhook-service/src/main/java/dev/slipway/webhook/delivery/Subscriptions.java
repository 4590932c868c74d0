package dev.slipway.webhook.delivery;

import dev.slipway.webhook.format.EventTypePattern;
import dev.slipway.webhook.format.Formats;
import dev.slipway.webhook.format.SubscriberEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Who wants an event. */
@ApplicationScoped
public class Subscriptions {

    /** By endpoint_live_by_tenant. */
    private static final String OF_TENANT = """
            SELECT id, tenant, event_types, format FROM endpoint
            WHERE deleted_at IS NULL AND (tenant = $1 OR tenant IS NULL)
            """;

    private final Formats formats;

    public Subscriptions(Formats formats) {
        this.formats = formats;
    }

    Uni<List<Subscription>> to(SqlClient client, SubscriberEvent event) {
        return client.preparedQuery(OF_TENANT).execute(Tuple.of(event.tenant())).map(rows -> {
            List<Subscription> wanting = new ArrayList<>();
            for (Row row : rows) {
                if (wants(row.getArrayOfStrings("event_types"), event.type())) {
                    wanting.add(new Subscription(
                            row.getUUID("id"), row.getString("tenant"), formats.named(row.getString("format"))));
                }
            }
            return wanting;
        });
    }

    private static boolean wants(String[] patterns, String eventType) {
        return Arrays.stream(patterns).map(EventTypePattern::new).anyMatch(pattern -> pattern.matches(eventType));
    }
}
