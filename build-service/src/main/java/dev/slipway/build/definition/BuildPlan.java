package dev.slipway.build.definition;

import java.util.List;

/**
 * What a definition file says that a build does: steps, one after another. All dialects of definition files end here.
 *
 * @param file the file that it was read from, relative to the repository's root
 * @param steps in order; at least one
 * @param dockerNeeds what in the file cannot be done without containers, each in words for a person; empty if there is nothing
 */
public record BuildPlan(String file, List<PlannedStep> steps, List<String> dockerNeeds) {

    public BuildPlan {
        steps = List.copyOf(steps);
        dockerNeeds = List.copyOf(dockerNeeds);
    }

    /** The names of the stages in order: the file's own, else one per step. */
    public List<String> stages() {
        return steps.stream().map(PlannedStep::stage).distinct().toList();
    }
}
