package dev.slipway.pipeline.pipeline;

import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.identity.Slug;
import java.util.List;

/**
 * A pipeline that somebody wants, checked.
 *
 * @param owner the slug of the tenant that it will belong to
 * @param name unique for its owner
 */
public record NewPipeline(String owner, String name, List<StageDefinition> stages) {

    private static final int MAX_NAME_CHARACTERS = 200;
    private static final int MAX_STAGES = 50;

    /** Keeps the snapshot of a run far below what a message may hold. */
    private static final int MAX_STEPS = 200;

    /** @throws SlipwayException (invalid) naming the field to mend */
    public NewPipeline {
        requireName("name", name);
        Slug.require("owner", owner);
        if (stages.isEmpty() || stages.size() > MAX_STAGES) {
            throw SlipwayException.invalid("stages", "1 to " + MAX_STAGES + " are needed");
        }
        stages = List.copyOf(stages);
        for (int index = 0; index < stages.size(); index++) {
            StageDefinition stage = stages.get(index);
            requireName("stages[" + index + "].name", stage.name());
            if (stage.steps().isEmpty()) {
                throw SlipwayException.invalid("stages[" + index + "].steps", "at least one is needed");
            }
        }
        if (stages.stream().mapToInt(stage -> stage.steps().size()).sum() > MAX_STEPS) {
            throw SlipwayException.invalid("stages", "at most " + MAX_STEPS + " steps in all");
        }
    }

    private static void requireName(String field, String name) {
        if (!PlainText.isName(name, MAX_NAME_CHARACTERS)) {
            throw SlipwayException.invalid(field, PlainText.describe(MAX_NAME_CHARACTERS));
        }
    }
}
