package dev.slipway.pipeline.pipeline;

import dev.slipway.kit.db.HibernateTransaction;
import dev.slipway.kit.db.Sessions;
import dev.slipway.kit.db.Transaction;
import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.identity.Principal;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.ConstraintViolationException.ConstraintKind;
import org.jspecify.annotations.Nullable;

/** Makes, finds and deletes pipelines. Whether a caller may is {@link PipelineAccess}'s business. */
@ApplicationScoped
public class Pipelines {

    /** By the index {@code pipeline_of_owner}. */
    private static final String OF_OWNERS = """
            FROM Pipeline p WHERE p.owner IN :owners AND p.deletedAt IS NULL AND p.id < :before
            ORDER BY p.id DESC
            """;

    /** By the primary key. */
    private static final String OF_ALL =
            "FROM Pipeline p WHERE p.deletedAt IS NULL AND p.id < :before ORDER BY p.id DESC";

    /** After every id that there will ever be. */
    private static final UUID END = new UUID(-1, -1);

    private static final String NEXT_NUMBER = """
            UPDATE pipeline SET run_count = run_count + 1 WHERE id = $1 AND deleted_at IS NULL RETURNING run_count
            """;

    private static final String DELETE = "UPDATE pipeline SET deleted_at = now() WHERE id = $1 AND deleted_at IS NULL";

    private final Sessions sessions;

    Pipelines(Sessions sessions) {
        this.sessions = sessions;
    }

    /** @throws SlipwayException (conflict) if the owner has a pipeline of that name already */
    public Uni<Pipeline> create(HibernateTransaction transaction, NewPipeline wanted, Principal principal) {
        // PostgreSQL keeps microseconds: what is answered now and what is read later are the same.
        Pipeline pipeline =
                Pipeline.create(wanted, principal.name(), Instant.now().truncatedTo(ChronoUnit.MICROS));
        return transaction
                .session()
                .persist(pipeline)
                .chain(() -> transaction.session().flush())
                .replaceWith(pipeline)
                .onFailure(Pipelines::isTaken)
                .transform(taken -> SlipwayException.conflict(
                        wanted.owner() + " has a pipeline called " + wanted.name() + " already"));
    }

    /**
     * The number of the pipeline's next run. Holds the pipeline's row until the transaction ends, so that numbers have no gaps and a
     * deletion comes wholly before or after.
     *
     * @throws SlipwayException (not found) if it has been deleted meanwhile
     */
    public Uni<Long> nextNumber(Transaction transaction, UUID pipelineId) {
        return transaction
                .connection()
                .preparedQuery(NEXT_NUMBER)
                .execute(Tuple.of(pipelineId))
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw SlipwayException.notFound("pipeline");
                    }
                    return rows.iterator().next().getLong("run_count");
                });
    }

    /** From here on no run of it can be started. */
    public Uni<Void> delete(Transaction transaction, UUID pipelineId) {
        return transaction
                .connection()
                .preparedQuery(DELETE)
                .execute(Tuple.of(pipelineId))
                .replaceWithVoid();
    }

    /**
     * Up to {@code limit} pipelines that the principal may read, newest first.
     *
     * @param before the last pipeline of the page before; null for the first page
     */
    public Uni<List<Pipeline>> ofPrincipal(Principal principal, @Nullable UUID before, int limit) {
        UUID end = before == null ? END : before;
        if (PipelineAccess.readsEverything(principal)) {
            return sessions.read(session -> session.createQuery(OF_ALL, Pipeline.class)
                    .setParameter("before", end)
                    .setMaxResults(limit)
                    .getResultList());
        }
        List<String> owners =
                principal.tenants().keySet().stream().filter(principal::mayRead).toList();
        if (owners.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return sessions.read(session -> session.createQuery(OF_OWNERS, Pipeline.class)
                .setParameter("owners", owners)
                .setParameter("before", end)
                .setMaxResults(limit)
                .getResultList());
    }

    Uni<Optional<Pipeline>> find(UUID id) {
        return sessions.read(session -> session.get(Pipeline.class, id))
                .map(found -> Optional.ofNullable(found).filter(pipeline -> !pipeline.isDeleted()));
    }

    private static boolean isTaken(Throwable failure) {
        return failure instanceof ConstraintViolationException violation
                && violation.getKind() == ConstraintKind.UNIQUE;
    }
}
