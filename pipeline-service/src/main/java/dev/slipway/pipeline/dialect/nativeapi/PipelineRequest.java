package dev.slipway.pipeline.dialect.nativeapi;

import dev.slipway.events.GitRef;
import dev.slipway.kit.error.SlipwayException;
import dev.slipway.pipeline.pipeline.NewPipeline;
import dev.slipway.pipeline.pipeline.PlainText;
import dev.slipway.pipeline.pipeline.StageDefinition;
import dev.slipway.pipeline.pipeline.StepDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /platform/v1/pipelines}. Every field is required.
 *
 * @param owner the slug of the tenant that it is to belong to
 */
record PipelineRequest(
        @Nullable String name,
        @Nullable String owner,
        @Nullable List<Stage> stages) {

    private static final Pattern SHA = Pattern.compile("[0-9a-f]{40}");
    private static final int MAX_REF_CHARACTERS = 244;

    /** Its steps run side by side. */
    record Stage(@Nullable String name, @Nullable List<Step> steps) {}

    /** Builds a flow, of one of {@code branch}, {@code tag} and {@code sha}. */
    record Step(
            @Nullable UUID flowId,
            @Nullable String branch,
            @Nullable String tag,
            @Nullable String sha) {}

    /** @throws SlipwayException (invalid) naming the field to mend */
    NewPipeline checked() {
        return new NewPipeline(required("owner", owner), required("name", name), checkedStages());
    }

    private List<StageDefinition> checkedStages() {
        List<StageDefinition> checked = new ArrayList<>();
        for (Stage stage : required("stages", stages)) {
            String field = "stages[" + checked.size() + "]";
            checked.add(checked(field, required(field, stage)));
        }
        return checked;
    }

    private static StageDefinition checked(String field, Stage stage) {
        List<StepDefinition> steps = new ArrayList<>();
        for (Step step : required(field + ".steps", stage.steps())) {
            String stepField = field + ".steps[" + steps.size() + "]";
            steps.add(checked(stepField, required(stepField, step)));
        }
        return new StageDefinition(required(field + ".name", stage.name()), steps);
    }

    private static StepDefinition checked(String field, Step step) {
        List<GitRef> refs = new ArrayList<>();
        if (step.branch() != null) {
            refs.add(named(field + ".branch", GitRef.Kind.BRANCH, step.branch()));
        }
        if (step.tag() != null) {
            refs.add(named(field + ".tag", GitRef.Kind.TAG, step.tag()));
        }
        if (step.sha() != null) {
            refs.add(commit(field + ".sha", step.sha()));
        }
        if (refs.size() != 1) {
            throw SlipwayException.invalid(field, "one of branch, tag and sha is needed");
        }
        return new StepDefinition(required(field + ".flow_id", step.flowId()), refs.get(0));
    }

    /** What git allows in a name, build-service knows and says when the run asks. */
    private static GitRef named(String field, GitRef.Kind kind, String name) {
        if (!PlainText.isName(name, MAX_REF_CHARACTERS)) {
            throw SlipwayException.invalid(field, PlainText.describe(MAX_REF_CHARACTERS));
        }
        return new GitRef(kind, name, null);
    }

    private static GitRef commit(String field, String sha) {
        String digits = sha.toLowerCase(Locale.ROOT);
        if (!SHA.matcher(digits).matches()) {
            throw SlipwayException.invalid(field, "must be a full commit id of 40 hexadecimal digits");
        }
        return new GitRef(GitRef.Kind.SHA, digits, digits);
    }

    private static <T> T required(String field, @Nullable T value) {
        if (value == null) {
            throw SlipwayException.invalid(field, "is required");
        }
        return value;
    }
}
