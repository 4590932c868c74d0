package dev.slipway.build.runner;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Runs nothing: a step whose command is {@code hang} lasts until it is killed, {@code exit N} ends with N at once. */
final class FakeExecutor implements StepExecutor {

    private final Path folder;
    private final AtomicInteger hanging = new AtomicInteger();
    private final AtomicInteger mostHanging = new AtomicInteger();
    private final AtomicInteger spaces = new AtomicInteger();

    FakeExecutor(Path folder) {
        this.folder = folder;
    }

    int hangingSteps() {
        return hanging.get();
    }

    int mostHangingSteps() {
        return mostHanging.get();
    }

    int openSpaces() {
        return spaces.get();
    }

    @Override
    public boolean hasContainers() {
        return false;
    }

    @Override
    public JobSpace open(JobOrder order) throws IOException {
        Path source = Files.createDirectory(folder.resolve(order.jobId().toString()));
        spaces.incrementAndGet();
        return new JobSpace() {
            @Override
            public Path source() {
                return source;
            }

            @Override
            public String visibleSource() {
                return source.toString();
            }

            @Override
            public RunningStep start(StepCommand command) {
                return new Step(command.commands().get(0));
            }

            @Override
            public void close() {
                spaces.decrementAndGet();
            }
        };
    }

    private final class Step implements RunningStep {

        private final CompletableFuture<StepEnd> end = new CompletableFuture<>();
        private final Silence silence = new Silence(end);

        Step(String command) {
            if (command.equals("hang")) {
                mostHanging.accumulateAndGet(hanging.incrementAndGet(), Math::max);
            } else {
                end.complete(new StepEnd(true, Integer.parseInt(command.substring("exit ".length()))));
            }
        }

        @Override
        public @Nullable String notice() {
            return null;
        }

        @Override
        public InputStream stdout() {
            return silence;
        }

        @Override
        public InputStream stderr() {
            return new ByteArrayInputStream(new byte[0]);
        }

        @Override
        public CompletionStage<StepEnd> onEnd() {
            return end;
        }

        @Override
        public void kill() {
            if (end.complete(new StepEnd(true, 137))) {
                hanging.decrementAndGet();
            }
        }
    }

    /** A stream that says nothing until its step ends. */
    private static final class Silence extends InputStream {

        private final CompletableFuture<?> end;

        Silence(CompletableFuture<?> end) {
            this.end = end;
        }

        @Override
        public int read() {
            try {
                end.join();
                return -1;
            } catch (RuntimeException impossible) {
                throw new UncheckedIOException(new IOException(impossible));
            }
        }
    }
}
