package dev.slipway.pipeline.run;

import dev.slipway.events.Command;
import dev.slipway.events.Message;
import dev.slipway.events.PipelineRunStatusChanged;
import dev.slipway.events.RunStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One change of a run, with what it asks of others. All of it commits together.
 *
 * @param previousStatus null for a run that did not exist before
 */
record Transition(@Nullable RunStatus previousStatus, PipelineRun after, List<Command> commands) {

    Transition {
        commands = List.copyOf(commands);
    }

    /** The event that tells of the change, and the commands. */
    List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        messages.add(new PipelineRunStatusChanged(previousStatus, after.snapshot()));
        messages.addAll(commands);
        return messages;
    }
}
