package dev.slipway.build.flow;

import dev.slipway.events.Requester;
import dev.slipway.kit.db.Transaction;
import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.identity.Principal;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/**
 * The one place that decides who may do what with a flow, its builds and their logs. Everything that a caller names is loaded through
 * here, and nothing is allowed that is not allowed here.
 *
 * <p>Who may not see a flow is answered as if there were none; a caller without any credential is asked for one instead, whether there is
 * a flow or not. Who may see it, but not do what was asked, is told so.
 */
@ApplicationScoped
public class FlowAccess {

    /** By {@code flow}'s primary key. */
    private static final String OWNER = "SELECT owner FROM flow WHERE id = $1 AND deleted_at IS NULL";

    private static final String FLOW = "flow";

    private final Flows flows;

    FlowAccess(Flows flows) {
        this.flows = flows;
    }

    public Uni<Flow> toRead(Principal principal, UUID flowId) {
        return toRead(principal, Optional.of(flowId), FLOW);
    }

    public Uni<Flow> toRead(Principal principal, RepositoryName repository) {
        return flows.find(repository).map(found -> readable(principal, found, FLOW));
    }

    /**
     * The flow of a build or a log that the caller named.
     *
     * @param flowId empty if there is no such thing
     * @param what the caller named; an unknown one and a foreign one are answered in the same words
     */
    public Uni<Flow> toRead(Principal principal, Optional<UUID> flowId, String what) {
        return flowId.map(flows::find)
                .orElse(Uni.createFrom().item(Optional.empty()))
                .map(found -> readable(principal, found, what));
    }

    public Uni<Flow> toBuild(Principal principal, UUID flowId) {
        return toBuild(principal, Optional.of(flowId), FLOW);
    }

    /** As {@link #toRead(Principal, Optional, String)}. */
    public Uni<Flow> toBuild(Principal principal, Optional<UUID> flowId, String what) {
        return toRead(principal, flowId, what).invoke(flow -> {
            if (!principal.mayBuild(flow.owner())) {
                throw denied(principal, "build this flow");
            }
        });
    }

    public Uni<Flow> toAdminister(Principal principal, UUID flowId) {
        return toRead(principal, flowId).invoke(flow -> {
            if (!principal.mayAdminister(flow.owner())) {
                throw denied(principal, "change this flow");
            }
        });
    }

    /** Whether flows of that owner may be registered; an owner that the caller has no part in answers as if it did not exist. */
    public void checkOwner(Principal principal, String owner) {
        if (principal.mayAdminister(owner)) {
            return;
        }
        throw principal.mayRead(owner) ? denied(principal, "register flows of " + owner) : missing(principal, "owner");
    }

    /**
     * Whether another service may act on a flow for the principal that it names; false also if there is no such flow. The flow must be of the
     * tenant that the asking object belongs to, whoever asks: an object is written by its tenant, and an administrator who only runs it would
     * lend that tenant the right to everybody's flows.
     */
    public Uni<Boolean> mayBuild(Transaction transaction, Requester requester, UUID flowId) {
        return transaction
                .connection()
                .preparedQuery(OWNER)
                .execute(Tuple.of(flowId))
                .map(rows -> rows.size() == 1
                        && rows.iterator().next().getString("owner").equals(requester.tenant()));
    }

    private static Flow readable(Principal principal, Optional<Flow> found, String what) {
        Flow flow = found.orElseThrow(() -> missing(principal, what));
        if (flow.visibility() == Visibility.PUBLIC || principal.mayRead(flow.owner())) {
            return flow;
        }
        throw missing(principal, what);
    }

    private static SlipwayException missing(Principal principal, String what) {
        return principal.anonymous() ? unauthenticated() : SlipwayException.notFound(what);
    }

    private static SlipwayException denied(Principal principal, String action) {
        return principal.anonymous()
                ? unauthenticated()
                : SlipwayException.forbidden(
                        "you may see this, but your role or your token does not let you " + action);
    }

    private static SlipwayException unauthenticated() {
        return SlipwayException.unauthenticated("send an access token");
    }
}
