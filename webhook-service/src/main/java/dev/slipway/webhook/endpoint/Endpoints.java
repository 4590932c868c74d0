package dev.slipway.webhook.endpoint;

import dev.slipway.kit.crypto.KeyRing;
import dev.slipway.kit.db.HibernateTransaction;
import dev.slipway.kit.db.Ids;
import dev.slipway.kit.db.Sessions;
import dev.slipway.kit.paging.Cursor;
import dev.slipway.kit.paging.Page;
import dev.slipway.webhook.signature.SigningSecret;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** The endpoints that there are. Deleted ones are not among them. */
@ApplicationScoped
public class Endpoints {

    private static final String ONE = "from Endpoint where id = :id and deletedAt is null";

    /** Newest first, by the primary key: ids are UUIDv7. */
    private static final String VISIBLE = """
            from Endpoint
            where deletedAt is null and (:all = true or tenant in :tenants) and (:any = true or id < :before)
            order by id desc
            """;

    private final Sessions sessions;
    private final KeyRing keyRing;

    public Endpoints(Sessions sessions, KeyRing keyRing) {
        this.sessions = sessions;
        this.keyRing = keyRing;
    }

    /** @param secret is kept encrypted; this is the last time that it is seen in the clear */
    public Uni<Endpoint> add(
            HibernateTransaction transaction, NewEndpoint wish, SigningSecret secret, String createdBy) {
        UUID id = Ids.newId();
        Endpoint endpoint = new Endpoint(
                id,
                wish,
                keyRing.encrypt(secret.text(), Endpoint.secretContext(id)),
                createdBy,
                // As exact as PostgreSQL keeps it: the answer shows what will be read later.
                Instant.now().truncatedTo(ChronoUnit.MICROS));
        return transaction.session().persist(endpoint).replaceWith(endpoint);
    }

    public Uni<Optional<Endpoint>> find(UUID id) {
        return sessions.read(session -> session.createQuery(ONE, Endpoint.class)
                .setParameter("id", id)
                .getSingleResultOrNull()
                .map(Optional::ofNullable));
    }

    /** @param after where the previous page ended; null for the first */
    public Uni<Page<Endpoint>> list(EndpointAccess.Visible visible, @Nullable Cursor after, int limit) {
        return sessions.read(session -> query(session, visible, after)
                .setMaxResults(limit + 1)
                .getResultList()
                .map(found -> Page.of(found, limit, last -> Cursor.of(last.id()))));
    }

    private static Mutiny.SelectionQuery<Endpoint> query(
            Mutiny.QueryProducer session, EndpointAccess.Visible visible, @Nullable Cursor after) {
        return session.createQuery(VISIBLE, Endpoint.class)
                .setParameter("all", visible.all())
                .setParameter("tenants", List.copyOf(visible.tenants()))
                .setParameter("any", after == null)
                .setParameter("before", after == null ? new UUID(0, 0) : after.id(0));
    }
}
