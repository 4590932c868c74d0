package dev.slipway.build.build;

import dev.slipway.events.BuildSnapshot;
import dev.slipway.events.BuildStatusChanged;
import dev.slipway.events.BuildStatusChanged.Change;
import dev.slipway.events.RunStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One step of a build from one version to the next; what changed is read off the two. */
record Transition(Build before, Build after) {

    Transition {
        if (after.version() != before.version() + 1) {
            throw new IllegalArgumentException("version " + after.version() + " does not follow " + before.version());
        }
    }

    /** What subscribers are told; empty for a change that nobody outside sees (a plan, a cancellation that is under way). */
    Optional<BuildStatusChanged> event() {
        List<String> changedStages = changedStages();
        Change change = change(changedStages);
        return change == null
                ? Optional.empty()
                : Optional.of(new BuildStatusChanged(change, changedStages, before.status(), after.snapshot()));
    }

    private @Nullable Change change(List<String> changedStages) {
        if (after.status() != before.status()) {
            return after.status().isFinal() ? Change.FINISHED : Change.STARTED;
        }
        return changedStages.isEmpty() ? null : Change.STAGE_CHANGED;
    }

    /** Stages that appear as QUEUED have not changed: nothing has happened to them. */
    private List<String> changedStages() {
        Map<String, RunStatus> earlier = new HashMap<>();
        before.stages().forEach(stage -> earlier.put(stage.name(), stage.status()));
        return after.stages().stream()
                .filter(stage -> stage.status() != earlier.getOrDefault(stage.name(), RunStatus.QUEUED))
                .map(BuildSnapshot.Stage::name)
                .toList();
    }
}
