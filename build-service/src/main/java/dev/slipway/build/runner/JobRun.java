package dev.slipway.build.runner;

import dev.slipway.build.definition.BuildPlan;
import dev.slipway.build.definition.DefinitionException;
import dev.slipway.build.definition.DefinitionFinder;
import dev.slipway.build.definition.PlannedStep;
import dev.slipway.build.runner.StepExecutor.JobSpace;
import dev.slipway.build.source.Git;
import dev.slipway.build.source.SourceException;
import dev.slipway.build.source.SourceUrl;
import dev.slipway.events.BuildSnapshot;
import dev.slipway.events.RunStatus;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One job from its claim to its last report: fetch the source, read the definition, run the steps one after another until one fails. Runs
 * on a thread of its own, on which everything may block; others reach it through its {@link JobControl} only.
 */
final class JobRun implements Runnable {

    private static final Logger LOG = Logger.getLogger(JobRun.class);

    private final Claim claim;
    private final RunnerGateway gateway;
    private final Git git;
    private final StepExecutor executor;
    private final Executor threads;
    private final long maxLogBytes;
    private final JobControl control = new JobControl();
    private final Reporter reporter;
    private BuildSnapshot.@Nullable Commit commit;

    JobRun(Claim claim, RunnerGateway gateway, Git git, StepExecutor executor, Executor threads, long maxLogBytes) {
        this.claim = claim;
        this.gateway = gateway;
        this.git = git;
        this.executor = executor;
        this.threads = threads;
        this.maxLogBytes = maxLogBytes;
        this.reporter = new Reporter(control, claim);
    }

    Claim claim() {
        return claim;
    }

    JobControl control() {
        return control;
    }

    @Override
    public void run() {
        try {
            JobOutcome outcome = outcome();
            reporter.send(() -> gateway.jobFinished(claim, outcome, commit));
        } catch (LeaseLostException lost) {
            LOG.infof("Job dropped: %s", lost.getMessage());
        } catch (RuntimeException unexpected) {
            // The lease runs out, and the job ends as lost.
            LOG.error("A job could not be reported", unexpected);
        }
    }

    private JobOutcome outcome() {
        try (JobSpace space = executor.open(claim.order())) {
            return run(space);
        } catch (LeaseLostException lost) {
            throw lost;
        } catch (SourceException | DefinitionException | ExecutorUnavailableException said) {
            return stopped(JobOutcome.errored(String.valueOf(said.getMessage())));
        } catch (InterruptedException brokenOff) {
            return stopped(JobOutcome.errored("the runner was interrupted"));
        } catch (IOException | RuntimeException unexpected) {
            LOG.error("A job failed in a way that was not foreseen", unexpected);
            return stopped(JobOutcome.errored(
                    "the runner failed: " + unexpected.getClass().getSimpleName()));
        }
    }

    private JobOutcome run(JobSpace space) throws IOException, InterruptedException {
        long startedEpochSeconds = System.currentTimeMillis() / 1000;
        BuildSnapshot.Commit fetched = fetchWhileStarting(space);
        commit = fetched;
        BuildPlan plan = DefinitionFinder.read(space.source(), claim.order().definitionPath());
        reporter.send(() -> gateway.jobPlanned(claim, fetched, plan));
        if (!plan.dockerNeeds().isEmpty() && !executor.hasContainers()) {
            return JobOutcome.errored("needs the docker executor: " + String.join(", ", plan.dockerNeeds()));
        }
        StepEnvironment environment =
                new StepEnvironment(claim.order(), fetched, space.visibleSource(), startedEpochSeconds);
        for (int position = 0; position < plan.steps().size(); position++) {
            JobOutcome outcome = run(position, plan.steps().get(position), space, environment);
            if (outcome.status() != RunStatus.SUCCEEDED) {
                return outcome;
            }
        }
        return JobOutcome.SUCCEEDED;
    }

    /** The report that the job has begun and the fetching need not wait for each other. */
    private BuildSnapshot.Commit fetchWhileStarting(JobSpace space) throws InterruptedException {
        CompletableFuture<Void> started =
                CompletableFuture.runAsync(() -> reporter.send(() -> gateway.jobStarted(claim)), threads);
        try {
            return fetch(space);
        } finally {
            join(started);
        }
    }

    private BuildSnapshot.Commit fetch(JobSpace space) throws InterruptedException {
        Thread thread = Thread.currentThread();
        control.breakOffBy(thread::interrupt);
        try {
            return git.checkout(
                    SourceUrl.parse(claim.order().sourceUrl()), claim.order().ref(), space.source());
        } finally {
            control.goOnUnbroken();
            // An interrupt that came too late for git must not reach what follows.
            Thread.interrupted();
        }
    }

    private static void join(CompletableFuture<Void> future) {
        try {
            future.join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failure;
        }
    }

    private JobOutcome run(int position, PlannedStep step, JobSpace space, StepEnvironment environment)
            throws IOException, InterruptedException {
        if (control.reason().isPresent()) {
            return stopped(JobOutcome.SUCCEEDED);
        }
        reporter.send(() -> gateway.stepStarted(claim, position));
        StepRun run = new StepRun(claim, position, gateway, reporter, control, threads, maxLogBytes);
        StepExecutor.StepEnd end = run.run(
                space, new StepExecutor.StepCommand(step.name(), step.image(), step.commands(), environment.of(step)));
        JobOutcome outcome = stopped(outcome(step, end));
        reporter.send(() -> gateway.stepFinished(
                claim, position, outcome.status(), end.started() ? Integer.valueOf(end.exitCode()) : null));
        return outcome;
    }

    private static JobOutcome outcome(PlannedStep step, StepExecutor.StepEnd end) {
        if (!end.started()) {
            return JobOutcome.errored("the step " + step.name() + " could not be started; its log says why");
        }
        return end.exitCode() == 0
                ? JobOutcome.SUCCEEDED
                : new JobOutcome(
                        RunStatus.FAILED,
                        end.exitCode(),
                        "the step " + step.name() + " ended with exit code " + end.exitCode());
    }

    /** What the outcome becomes if the job was stopped meanwhile: a killed step is not a failed one. */
    private JobOutcome stopped(JobOutcome outcome) {
        StopReason reason = control.reason().orElse(null);
        if (reason == null) {
            return outcome;
        }
        return switch (reason) {
            case CANCELED -> new JobOutcome(RunStatus.CANCELED, JobOutcome.KILLED, "canceled");
            case TIMED_OUT ->
                new JobOutcome(
                        RunStatus.TIMED_OUT,
                        JobOutcome.KILLED,
                        "the time limit of " + claim.order().timeLimit().toSeconds() + " s was over");
            case RUNNER_STOPS -> JobOutcome.errored("runner stopped");
            case LEASE_LOST -> throw new LeaseLostException(claim);
        };
    }
}
