package dev.slipway.kit.inbox;

import dev.slipway.kit.retention.Retention;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;

/** The inbox remembers an event for longer than it can come back, as a message or as a replayed dead letter, and no longer. */
@ApplicationScoped
public class InboxRetention implements Retention {

    @Override
    public String what() {
        return "inbox";
    }

    @Override
    public Uni<Integer> deletePortion(SqlClient client) {
        return InboxTable.forgetOld(client);
    }
}
