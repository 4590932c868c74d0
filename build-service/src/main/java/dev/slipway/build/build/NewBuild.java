package dev.slipway.build.build;

import dev.slipway.events.BuildSnapshot;
import dev.slipway.events.GitRef;
import dev.slipway.events.Origin;
import dev.slipway.kit.db.Ids;
import java.util.Map;
import java.util.UUID;

/**
 * A build that is to be made.
 *
 * @param id made by whoever asks, so that a repeat makes no second build
 * @param ref its sha may be null: then the runner builds what the name stands for when it clones
 * @param parameters environment variables of every step
 */
public record NewBuild(
        UUID id,
        UUID flowId,
        GitRef ref,
        BuildSnapshot.Trigger trigger,
        Origin origin,
        Map<String, String> parameters) {

    public NewBuild {
        parameters = Map.copyOf(parameters);
    }

    /** A build that a person or a script asked for through one of the APIs. */
    public static NewBuild byHand(UUID flowId, GitRef ref, String principal, Map<String, String> parameters) {
        return new NewBuild(
                Ids.newId(),
                flowId,
                ref,
                new BuildSnapshot.Trigger(BuildSnapshot.Trigger.Event.MANUAL, principal),
                Origin.api(),
                parameters);
    }
}
