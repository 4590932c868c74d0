package dev.slipway.pipeline.run;

import dev.slipway.events.RunStatus;
import java.util.List;
import java.util.function.UnaryOperator;

/** A stage of a run. Its status follows from its steps. */
record StageRun(String name, RunStatus status, List<StepRun> steps) {

    StageRun {
        steps = List.copyOf(steps);
    }

    boolean isOver() {
        return steps.stream().allMatch(step -> step.status().isFinal());
    }

    boolean endedWell() {
        return steps.stream().allMatch(StepRun::endedWell);
    }

    StageRun withStatus(RunStatus newStatus) {
        return new StageRun(name, newStatus, steps);
    }

    StageRun withSteps(UnaryOperator<StepRun> change) {
        return new StageRun(name, status, steps.stream().map(change).toList());
    }
}
