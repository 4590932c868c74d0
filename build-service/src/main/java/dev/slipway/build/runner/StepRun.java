package dev.slipway.build.runner;

import dev.slipway.build.log.LogChunk;
import dev.slipway.build.log.LogLine;
import dev.slipway.build.log.StepLog;
import dev.slipway.build.runner.StepExecutor.JobSpace;
import dev.slipway.build.runner.StepExecutor.RunningStep;
import dev.slipway.build.runner.StepExecutor.StepCommand;
import dev.slipway.build.runner.StepExecutor.StepEnd;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

/** One step: it runs, two threads read what it prints, and the job's own thread stores that, until all of it is stored and the step is gone. */
final class StepRun {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Claim claim;
    private final int position;
    private final RunnerGateway gateway;
    private final Reporter reporter;
    private final JobControl control;
    private final Executor threads;
    private final StepLog log;
    private int nextLine;

    StepRun(
            Claim claim,
            int position,
            RunnerGateway gateway,
            Reporter reporter,
            JobControl control,
            Executor threads,
            long maxLogBytes) {
        this.claim = claim;
        this.position = position;
        this.gateway = gateway;
        this.reporter = reporter;
        this.control = control;
        this.threads = threads;
        this.log = new StepLog(maxLogBytes, 2);
    }

    /** Blocks until the step and everything that it started are gone and its log is durable. */
    StepEnd run(JobSpace space, StepCommand command) throws IOException, InterruptedException {
        RunningStep step = space.start(command);
        control.breakOffBy(step::kill);
        try {
            String notice = step.notice();
            if (notice != null) {
                log.add(LogLine.Stream.STDOUT, "[slipway] " + notice);
            }
            threads.execute(() -> log.readAll(LogLine.Stream.STDOUT, step.stdout()));
            threads.execute(() -> log.readAll(LogLine.Stream.STDERR, step.stderr()));
            storeAll();
            return step.onEnd().toCompletableFuture().join();
        } finally {
            control.goOnUnbroken();
            step.kill();
            log.abandon();
        }
    }

    private void storeAll() throws InterruptedException {
        while (!log.isDrained()) {
            List<LogChunk.Printed> lines = log.take(PATIENCE);
            if (!lines.isEmpty()) {
                LogChunk chunk = new LogChunk(
                        claim.order().buildId(),
                        claim.order().jobId(),
                        claim.order().attempt(),
                        position,
                        nextLine,
                        lines);
                reporter.send(() -> gateway.appendLog(claim, chunk));
                nextLine += lines.size();
            }
        }
    }
}
