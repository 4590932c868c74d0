package dev.slipway.build.build;

import dev.slipway.events.RunStatus;
import dev.slipway.kit.log.Keyed;
import dev.slipway.kit.log.LogKeys;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jboss.logging.Logger;

/** Counts and logs what happened to builds, once it is committed. */
@ApplicationScoped
class BuildJournal {

    private static final Logger LOG = Logger.getLogger(BuildJournal.class);

    private final MeterRegistry metrics;
    private final Counter accepted;
    private final Timer waited;
    private final Timer ran;

    BuildJournal(MeterRegistry metrics) {
        this.metrics = metrics;
        this.accepted = metrics.counter("slipway.build.accepted");
        this.waited = metrics.timer("slipway.build.waited");
        this.ran = metrics.timer("slipway.build.ran");
    }

    void accepted(Build build) {
        accepted.increment();
        LOG.debugf("build %s of %s is number %d", build.id(), build.flow().repository(), build.number());
    }

    void changed(Transition transition) {
        Build after = transition.after();
        if (after.status() == transition.before().status()) {
            return;
        }
        Instant startedAt = after.startedAt();
        if (after.status() == RunStatus.RUNNING && startedAt != null) {
            waited.record(Duration.between(after.createdAt(), startedAt));
        }
        Instant finishedAt = after.finishedAt();
        if (finishedAt != null) {
            metrics.counter("slipway.build.finished", "status", after.status().name())
                    .increment();
            if (startedAt != null) {
                ran.record(Duration.between(startedAt, finishedAt));
            }
        }
        log(after);
    }

    private static void log(Build build) {
        Keyed.log(
                Map.of(
                        LogKeys.BUILD_ID,
                        build.id(),
                        LogKeys.FLOW_ID,
                        build.flow().id()),
                () -> LOG.infof(
                        "build %d of %s is %s", build.number(), build.flow().repository(), build.status()));
    }
}
