package dev.slipway.pipeline.pipeline;

import java.util.List;

/** Steps that run side by side; the next stage begins when all have succeeded. */
public record StageDefinition(String name, List<StepDefinition> steps) {

    public StageDefinition {
        steps = List.copyOf(steps);
    }
}
