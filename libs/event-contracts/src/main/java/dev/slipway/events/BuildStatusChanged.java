package dev.slipway.events;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A build, or a stage, job or step of it, has changed. The full snapshot at that version is inside.
 *
 * @param change what a subscriber would call it
 * @param changedStages the stages whose status changed with this version, in order; empty if none did
 * @param previousStatus the build's status before this change; null for the first event of a build
 */
public record BuildStatusChanged(
        Change change, List<String> changedStages, @Nullable RunStatus previousStatus, BuildSnapshot build)
        implements Event {

    public BuildStatusChanged {
        changedStages = List.copyOf(changedStages);
    }

    @Override
    public UUID aggregateId() {
        return build.id();
    }

    /** The event types of the subscribers' API. */
    public enum Change {
        QUEUED("build.queued"),
        STARTED("build.started"),
        FINISHED("build.finished"),
        RESTARTED("build.restarted"),
        STAGE_CHANGED("build.stage.changed");

        private final String eventType;

        Change(String eventType) {
            this.eventType = eventType;
        }

        public String eventType() {
            return eventType;
        }
    }
}
