package dev.slipway.build.runner;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Where steps are executed. All methods block for milliseconds; what takes longer is a {@link CompletionStage}. */
public interface StepExecutor {

    /** Whether steps run in containers of their images; without, what needs them ends the build. */
    boolean hasContainers();

    /**
     * Makes the place of a job: an empty folder for its source, and whatever its steps share.
     *
     * @throws ExecutorUnavailableException if no step can run on this machine, with the reason for people
     */
    JobSpace open(JobOrder order) throws IOException;

    /** The place of one job. Closing it kills what still runs there and removes everything. */
    interface JobSpace extends AutoCloseable {

        /** Where the source is to be put before the first step starts. */
        Path source();

        /** Where the steps find the source. */
        String visibleSource();

        /** Starts a step. One at a time. */
        RunningStep start(StepCommand command) throws IOException;

        @Override
        void close();
    }

    /**
     * @param image null if the file names none
     * @param commands at least one
     * @param environment of the step; the executor adds what belongs to its machine
     */
    record StepCommand(String name, @Nullable String image, List<String> commands, Map<String, String> environment) {

        public StepCommand {
            commands = List.copyOf(commands);
            environment = Map.copyOf(environment);
        }
    }

    /** A step that runs, or has ended. Both of its streams must be read to their end. */
    interface RunningStep {

        /** What the executor has to say about the step before anything that the step prints; null if nothing. */
        @Nullable
        String notice();

        InputStream stdout();

        InputStream stderr();

        /** Completes when the step and every process that it started, daemonised ones too, are gone. */
        CompletionStage<StepEnd> onEnd();

        /** Kills the whole tree; returns at once. */
        void kill();
    }

    /**
     * @param started false if the step could not be started; its stderr says why
     * @param exitCode the step's own, or 128 + the signal that ended it
     */
    record StepEnd(boolean started, int exitCode) {}
}
