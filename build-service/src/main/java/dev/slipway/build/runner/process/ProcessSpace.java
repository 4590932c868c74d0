package dev.slipway.build.runner.process;

import dev.slipway.build.runner.StepExecutor;
import dev.slipway.sandbox.ExitStatus;
import dev.slipway.sandbox.Limits;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.sandbox.SandboxedCommand;
import dev.slipway.sandbox.SupervisedProcess;
import dev.slipway.sandbox.SupervisorPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/**
 * The files of one job: its source, seen by the steps as {@code /workspace}, and a home, which its steps share too. Only these two can be
 * written; {@code /tmp} is in memory, and each step's own.
 */
final class ProcessSpace implements StepExecutor.JobSpace {

    private static final Logger LOG = Logger.getLogger(ProcessSpace.class);
    /** What belongs to the steps' user. */
    private static final String GIVEN = "given";

    private static final Path INSIDE_SOURCE = Path.of("/workspace");
    private static final Path INSIDE_HOME = Path.of("/home/slipway");
    private static final Path INSIDE_SCRIPT = Path.of("/run/slipway/step.sh");
    private static final String SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Path folder;
    private final Sandbox sandbox;
    private final SupervisorPolicy policy;
    private final Limits limits;
    private final long memoryFileBytes;
    private boolean given;

    private ProcessSpace(Path folder, Sandbox sandbox, SupervisorPolicy policy, Limits limits, long memoryFileBytes) {
        this.folder = folder;
        this.sandbox = sandbox;
        this.policy = policy;
        this.limits = limits;
        this.memoryFileBytes = memoryFileBytes;
    }

    static ProcessSpace make(Path folder, Sandbox sandbox, SupervisorPolicy policy, Limits limits, long memoryFileBytes)
            throws IOException {
        Files.createDirectories(folder.resolve(GIVEN).resolve("source"));
        Files.createDirectory(folder.resolve(GIVEN).resolve("home"));
        return new ProcessSpace(folder, sandbox, policy, limits, memoryFileBytes);
    }

    @Override
    public Path source() {
        return folder.resolve(GIVEN).resolve("source");
    }

    private Path home() {
        return folder.resolve(GIVEN).resolve("home");
    }

    @Override
    public String visibleSource() {
        return sandbox.visible(source(), INSIDE_SOURCE).toString();
    }

    @Override
    public StepExecutor.RunningStep start(StepExecutor.StepCommand step) throws IOException {
        giveOnce();
        Path script = Files.writeString(folder.resolve("step.sh"), StepScript.of(step.commands()));
        SandboxedCommand command = SandboxedCommand.of(
                        "/bin/sh", sandbox.visible(script, INSIDE_SCRIPT).toString())
                .environment(environment(step))
                .workingDirectory(INSIDE_SOURCE)
                .readWrite(source(), INSIDE_SOURCE)
                .readWrite(home(), INSIDE_HOME)
                .readOnly(script, INSIDE_SCRIPT)
                .home(INSIDE_HOME)
                .memoryFileBytes(memoryFileBytes)
                .limits(limits)
                .build();
        return new Running(sandbox.start(command, policy), notice(step));
    }

    /** No step has run before the first: until then nothing in the tree is anybody else's. */
    private void giveOnce() throws IOException {
        if (!given) {
            sandbox.give(folder.resolve(GIVEN));
            given = true;
        }
    }

    private Map<String, String> environment(StepExecutor.StepCommand step) {
        String javaHome = System.getProperty("java.home");
        Map<String, String> environment = new HashMap<>();
        environment.put("JAVA_HOME", javaHome);
        environment.put("PATH", javaHome + "/bin:" + SYSTEM_PATH);
        environment.put("HOME", sandbox.visible(home(), INSIDE_HOME).toString());
        environment.put("LANG", "C.UTF-8");
        environment.put("USER", "slipway");
        environment.put("SHELL", "/bin/sh");
        environment.putAll(step.environment());
        return environment;
    }

    private static String notice(StepExecutor.StepCommand step) {
        String image = step.image() == null ? "" : " The image " + step.image() + " is not used.";
        return "The step " + step.name() + " runs by the process executor, with this machine's own tools." + image;
    }

    @Override
    public void close() {
        try {
            FileTree.delete(folder);
        } catch (IOException leftForTheNextStart) {
            LOG.warnf("The files of a job are left until the next start: %s", leftForTheNextStart.getMessage());
        }
    }

    /** A step as a supervised process. */
    private record Running(SupervisedProcess process, String notice) implements StepExecutor.RunningStep {

        @Override
        public InputStream stdout() {
            return process.stdout();
        }

        @Override
        public InputStream stderr() {
            return process.stderr();
        }

        @Override
        public CompletionStage<StepExecutor.StepEnd> onEnd() {
            return process.onExit().thenApply(Running::end);
        }

        @Override
        public void kill() {
            process.terminate(Duration.ZERO);
        }

        private static StepExecutor.StepEnd end(ExitStatus status) {
            return switch (status.ending()) {
                case EXITED, TERMINATED, RUNNER_LOST -> new StepExecutor.StepEnd(true, status.code());
                case NOT_STARTED -> new StepExecutor.StepEnd(false, status.code());
            };
        }
    }
}
