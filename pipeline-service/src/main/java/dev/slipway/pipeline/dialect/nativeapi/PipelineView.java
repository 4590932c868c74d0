package dev.slipway.pipeline.dialect.nativeapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.events.GitRef;
import dev.slipway.pipeline.pipeline.Pipeline;
import dev.slipway.pipeline.pipeline.StageDefinition;
import dev.slipway.pipeline.pipeline.StepDefinition;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A pipeline as the native API shows it. */
record PipelineView(UUID id, String owner, String name, List<Stage> stages, String createdBy, Instant createdAt) {

    /** Its steps run side by side. */
    record Stage(String name, List<Step> steps) {

        static Stage of(StageDefinition stage) {
            return new Stage(stage.name(), stage.steps().stream().map(Step::of).toList());
        }
    }

    /** As it was asked for: one of {@code branch}, {@code tag} and {@code sha} is there. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Step(
            UUID flowId,
            @Nullable String branch,
            @Nullable String tag,
            @Nullable String sha) {

        static Step of(StepDefinition step) {
            GitRef ref = step.ref();
            return switch (ref.kind()) {
                case BRANCH -> new Step(step.flowId(), ref.name(), null, null);
                case TAG -> new Step(step.flowId(), null, ref.name(), null);
                case SHA -> new Step(step.flowId(), null, null, ref.name());
                case PULL_REQUEST -> throw new IllegalStateException("no pipeline can be made to build a pull request");
            };
        }
    }

    static PipelineView of(Pipeline pipeline) {
        return new PipelineView(
                pipeline.id(),
                pipeline.owner(),
                pipeline.name(),
                pipeline.stages().stream().map(Stage::of).toList(),
                pipeline.createdBy(),
                pipeline.createdAt());
    }
}
