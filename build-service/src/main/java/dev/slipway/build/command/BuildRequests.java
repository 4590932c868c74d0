package dev.slipway.build.command;

import dev.slipway.build.build.Builds;
import dev.slipway.build.build.NewBuild;
import dev.slipway.build.flow.FlowAccess;
import dev.slipway.build.source.RefNames;
import dev.slipway.events.BuildCancelRequested;
import dev.slipway.events.BuildRefused;
import dev.slipway.events.BuildRequested;
import dev.slipway.events.BuildSnapshot;
import dev.slipway.kit.db.Transaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * What other services ask for on behalf of a principal. A request for a build is always answered: by the event of the build's creation, or
 * by {@link BuildRefused}.
 *
 * <p>The ref is not looked up here, for a slow remote would hold up every other command: the build is accepted as it stands, and ends
 * ERRORED if the clone finds no such ref.
 */
@ApplicationScoped
class BuildRequests {

    private static final Logger LOG = Logger.getLogger(BuildRequests.class);

    private final Builds builds;
    private final FlowAccess access;

    BuildRequests(Builds builds, FlowAccess access) {
        this.builds = builds;
        this.access = access;
    }

    Uni<Void> create(Transaction transaction, BuildRequested requested) {
        if (!RefNames.isValid(requested.ref())) {
            return refuse(
                    transaction, requested, "ref_not_found", "git allows no such name of a branch, tag or commit");
        }
        if (!requested.parameters().isEmpty()) {
            return refuse(transaction, requested, "invalid", "parameters by reference cannot be resolved here");
        }
        return builds.find(transaction, requested.buildId())
                .chain(existing ->
                        existing.isPresent() ? Uni.createFrom().voidItem() : createIfAllowed(transaction, requested));
    }

    Uni<Void> cancel(Transaction transaction, BuildCancelRequested requested) {
        return builds.find(transaction, requested.buildId()).chain(found -> {
            if (found.isEmpty()) {
                return ignore(requested, "there is no such build");
            }
            return access.mayBuild(
                            transaction,
                            requested.requester(),
                            found.get().flow().id())
                    .chain(allowed -> allowed
                            ? builds.cancel(
                                            transaction,
                                            requested.buildId(),
                                            requested.requester().name())
                                    .replaceWithVoid()
                            : ignore(requested, "the requester has no right to it"));
        });
    }

    private Uni<Void> createIfAllowed(Transaction transaction, BuildRequested requested) {
        return access.mayBuild(transaction, requested.requester(), requested.flowId())
                .chain(allowed -> allowed
                        ? builds.create(transaction, newBuild(requested)).replaceWithVoid()
                        : refuse(transaction, requested, "not_found", "there is no such flow"));
    }

    private static NewBuild newBuild(BuildRequested requested) {
        return new NewBuild(
                requested.buildId(),
                requested.flowId(),
                requested.ref(),
                new BuildSnapshot.Trigger(
                        BuildSnapshot.Trigger.Event.MANUAL,
                        requested.requester().name()),
                requested.origin(),
                Map.of());
    }

    private static Uni<Void> refuse(Transaction transaction, BuildRequested requested, String code, String reason) {
        LOG.debugf("build %s was refused: %s", requested.buildId(), reason);
        return transaction.publish(new BuildRefused(requested.buildId(), requested.origin(), code, reason));
    }

    private static Uni<Void> ignore(BuildCancelRequested requested, String reason) {
        LOG.infof("the request to cancel build %s changes nothing: %s", requested.buildId(), reason);
        return Uni.createFrom().voidItem();
    }
}
