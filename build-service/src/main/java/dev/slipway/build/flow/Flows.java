package dev.slipway.build.flow;

import dev.slipway.kit.db.HibernateTransaction;
import dev.slipway.kit.db.Sessions;
import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.identity.Principal;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.ConstraintViolationException.ConstraintKind;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Registers, finds and deletes flows. Whether a caller may is {@link FlowAccess}'s business. */
@ApplicationScoped
public class Flows {

    private static final String NEXT_SERIAL = "SELECT nextval('flow_serial')";

    /** By the index {@code flow_repository}. */
    private static final String BY_REPOSITORY =
            "FROM Flow f WHERE f.owner = :owner AND f.name = :name AND f.deletedAt IS NULL";

    /** By the index {@code flow_of_owner}. */
    private static final String OF_OWNERS = """
            FROM Flow f WHERE f.owner IN :owners AND f.deletedAt IS NULL AND f.id < :before
            ORDER BY f.id DESC
            """;

    /** By the primary key. */
    private static final String OF_ALL = "FROM Flow f WHERE f.deletedAt IS NULL AND f.id < :before ORDER BY f.id DESC";

    /** Before every flow that there will ever be. */
    private static final UUID END = new UUID(-1, -1);

    private final Sessions sessions;
    private final Clock clock;

    Flows(Sessions sessions) {
        this.sessions = sessions;
        this.clock = Clock.systemUTC();
    }

    /** @throws SlipwayException (conflict) if the repository has a flow already */
    public Uni<Flow> register(HibernateTransaction transaction, NewFlow wanted, Principal principal) {
        Mutiny.Session session = transaction.session();
        return find(session, wanted.repository())
                .invoke(existing -> {
                    if (existing.isPresent()) {
                        throw taken(wanted.repository());
                    }
                })
                .chain(() -> session.createNativeQuery(NEXT_SERIAL, Long.class).getSingleResult())
                .map(serial -> Flow.register(wanted, serial, principal.name(), clock.instant()))
                .chain(flow -> session.persist(flow).chain(session::flush).replaceWith(flow))
                // Two requests at once: the index decides.
                .onFailure(Flows::isTaken)
                .transform(failure -> taken(wanted.repository()));
    }

    public Uni<Void> delete(UUID flowId) {
        return sessions.inTransaction(transaction -> transaction
                .session()
                .find(Flow.class, flowId)
                .invoke(flow -> {
                    if (flow != null && !flow.isDeleted()) {
                        flow.delete(clock.instant());
                    }
                })
                .replaceWithVoid());
    }

    /**
     * Up to {@code limit} flows that the principal has a role for, newest first.
     *
     * @param before the last flow of the page before; null for the first page
     */
    public Uni<List<Flow>> ofPrincipal(Principal principal, @Nullable UUID before, int limit) {
        UUID end = before == null ? END : before;
        if (principal.administrator()) {
            return sessions.read(session -> session.createQuery(OF_ALL, Flow.class)
                    .setParameter("before", end)
                    .setMaxResults(limit)
                    .getResultList());
        }
        List<String> owners =
                principal.tenants().keySet().stream().filter(principal::mayRead).toList();
        if (owners.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return sessions.read(session -> session.createQuery(OF_OWNERS, Flow.class)
                .setParameter("owners", owners)
                .setParameter("before", end)
                .setMaxResults(limit)
                .getResultList());
    }

    Uni<Optional<Flow>> find(UUID flowId) {
        return sessions.read(session -> session.get(Flow.class, flowId))
                .map(flow -> Optional.ofNullable(flow).filter(found -> !found.isDeleted()));
    }

    Uni<Optional<Flow>> find(RepositoryName repository) {
        return repository.isPossible()
                ? sessions.read(session -> find(session, repository))
                : Uni.createFrom().item(Optional.empty());
    }

    private static Uni<Optional<Flow>> find(Mutiny.QueryProducer session, RepositoryName repository) {
        return session.createQuery(BY_REPOSITORY, Flow.class)
                .setParameter("owner", repository.owner())
                .setParameter("name", repository.name())
                .getSingleResultOrNull()
                .map(Optional::ofNullable);
    }

    private static boolean isTaken(Throwable failure) {
        return failure instanceof ConstraintViolationException violation
                && violation.getKind() == ConstraintKind.UNIQUE;
    }

    private static SlipwayException taken(RepositoryName repository) {
        return SlipwayException.conflict("the repository " + repository + " has a flow already");
    }
}
