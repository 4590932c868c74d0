package dev.slipway.webhook.delivery;

import dev.slipway.webhook.format.EventTypePattern;
import dev.slipway.webhook.format.Formats;
import dev.slipway.webhook.format.SubscriberEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Who wants which events. */
@ApplicationScoped
public class Subscriptions {

    /** By endpoint_live_by_tenant. */
    private static final String OF_TENANTS = """
            SELECT id, tenant, event_types, format FROM endpoint
            WHERE deleted_at IS NULL AND (tenant = ANY($1) OR tenant IS NULL)
            """;

    private final Formats formats;

    public Subscriptions(Formats formats) {
        this.formats = formats;
    }

    /** The endpoints that may want events of these tenants. */
    Uni<Subscribers> of(SqlClient client, Set<String> tenants) {
        return client.preparedQuery(OF_TENANTS)
                .execute(Tuple.of(tenants.toArray(String[]::new)))
                .map(rows -> new Subscribers(rows.stream().map(this::subscriber).toList()));
    }

    private Subscriber subscriber(Row row) {
        return new Subscriber(
                new Subscription(row.getUUID("id"), row.getString("tenant"), formats.named(row.getString("format"))),
                Arrays.stream(row.getArrayOfStrings("event_types"))
                        .map(EventTypePattern::new)
                        .toList());
    }

    /** The endpoints of some tenants, as they were when they were read. */
    record Subscribers(List<Subscriber> all) {

        boolean want(SubscriberEvent event) {
            return all.stream().anyMatch(subscriber -> subscriber.wants(event));
        }

        List<Subscription> wanting(SubscriberEvent event) {
            return all.stream()
                    .filter(subscriber -> subscriber.wants(event))
                    .map(Subscriber::subscription)
                    .toList();
        }
    }

    private record Subscriber(Subscription subscription, List<EventTypePattern> eventTypes) {

        boolean wants(SubscriberEvent event) {
            String tenant = subscription.tenant();
            return (tenant == null || tenant.equals(event.tenant()))
                    && eventTypes.stream().anyMatch(pattern -> pattern.matches(event.type()));
        }
    }
}
