package dev.slipway.build.build;

import dev.slipway.events.BuildSnapshot;
import dev.slipway.events.RunStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Derives a build's stages from the steps of its jobs: a stage is what the steps that name it are together. */
final class Stages {

    private Stages() {}

    static List<BuildSnapshot.Stage> of(List<Job> jobs) {
        Map<String, List<RunStatus>> byName = new LinkedHashMap<>();
        for (Job job : jobs) {
            for (Step step : job.steps()) {
                byName.computeIfAbsent(step.stage(), name -> new ArrayList<>()).add(step.status());
            }
        }
        return byName.entrySet().stream()
                .map(stage -> new BuildSnapshot.Stage(stage.getKey(), together(stage.getValue())))
                .toList();
    }

    /**
     * What several parts are as a whole: not begun while none has begun, over when all are over, and then as bad as the worst of them.
     */
    static RunStatus together(List<RunStatus> parts) {
        if (parts.stream().allMatch(RunStatus::isFinal)) {
            return worst(parts);
        }
        return parts.stream().allMatch(part -> part == RunStatus.QUEUED) ? RunStatus.QUEUED : RunStatus.RUNNING;
    }

    private static RunStatus worst(List<RunStatus> parts) {
        for (RunStatus bad : List.of(RunStatus.CANCELED, RunStatus.TIMED_OUT, RunStatus.ERRORED, RunStatus.FAILED)) {
            if (parts.contains(bad)) {
                return bad;
            }
        }
        return parts.stream().allMatch(part -> part == RunStatus.SKIPPED) ? RunStatus.SKIPPED : RunStatus.SUCCEEDED;
    }
}
