package dev.slipway.pipeline.run;

import dev.slipway.kit.log.Keyed;
import dev.slipway.kit.log.LogKeys;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Logs what happened to runs, once it is committed, under the keys by which a run is found. */
@ApplicationScoped
class RunJournal {

    private static final Logger LOG = Logger.getLogger(RunJournal.class);

    void changed(Transition change) {
        PipelineRun run = change.after();
        if (run.status() == change.previousStatus()) {
            return;
        }
        Keyed.log(
                Map.of(LogKeys.RUN_ID, run.id(), LogKeys.PIPELINE_ID, run.pipelineId()),
                () -> LOG.infof("run %d of %s/%s is %s", run.number(), run.tenant(), run.pipelineName(), run.status()));
    }

    void notEnded(UUID runId, Throwable failure) {
        Keyed.log(
                Map.of(LogKeys.RUN_ID, runId),
                () -> LOG.warnf("a run at its deadline was not ended: %s", failure.toString()));
    }
}
