package dev.slipway.build.runner;

import dev.slipway.kit.db.PostgresFailures;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Sends a job's reports, each until it is taken: a database that is away for a while costs a build nothing as long as the lease holds.
 * Blocks; reports of one job come one after another.
 */
final class Reporter {

    private static final Logger LOG = Logger.getLogger(Reporter.class);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final JobControl control;
    private final Claim claim;

    Reporter(JobControl control, Claim claim) {
        this.control = control;
        this.claim = claim;
    }

    /** @throws LeaseLostException if nobody wants to hear it any more */
    void send(Supplier<Uni<Void>> report) {
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                report.get().await().atMost(ANSWER);
                return;
            } catch (TimeoutException noAnswer) {
                LOG.debug("A report had no answer; it is sent again");
            } catch (RuntimeException failure) {
                if (!PostgresFailures.isPassing(failure)) {
                    throw failure;
                }
                LOG.debugf("A report is sent again: %s", failure.toString());
            }
            if (control.waitOrLost(pause)) {
                throw new LeaseLostException(claim);
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }
}
