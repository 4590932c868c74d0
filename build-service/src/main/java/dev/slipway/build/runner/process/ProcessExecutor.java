package dev.slipway.build.runner.process;

import dev.slipway.build.runner.ExecutorUnavailableException;
import dev.slipway.build.runner.JobOrder;
import dev.slipway.build.runner.RunnerGateway;
import dev.slipway.build.runner.StepExecutor;
import dev.slipway.sandbox.Limits;
import dev.slipway.sandbox.Sandbox;
import dev.slipway.sandbox.SandboxSettings;
import dev.slipway.sandbox.SandboxUnavailableException;
import dev.slipway.sandbox.SupervisorPolicy;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs steps as processes in a sandbox: without network, without a view of the host's files, processes and data folder. A step's image is
 * not used. Where this machine offers no sandbox, every job ends with the reason, unless the operator allowed running without one.
 */
@ApplicationScoped
public class ProcessExecutor implements StepExecutor {

    private static final Logger LOG = Logger.getLogger(ProcessExecutor.class);

    private final ProcessSettings settings;
    private final RunnerGateway gateway;
    private final boolean unsafe;
    private final Path folder;
    private @Nullable Sandbox sandbox;
    private @Nullable WorkFolder work;

    /** @param unsafe whether steps may run without a sandbox where none works: they can then do all that this service can */
    public ProcessExecutor(
            ProcessSettings settings,
            RunnerGateway gateway,
            @ConfigProperty(name = "slipway.unsafe-runner", defaultValue = "false") boolean unsafe,
            @ConfigProperty(name = "slipway.data.dir", defaultValue = ".slipway/data") Path dataFolder) {
        this.settings = settings;
        this.gateway = gateway;
        this.unsafe = unsafe;
        this.folder = dataFolder.toAbsolutePath().resolve("build");
    }

    @Override
    public boolean hasContainers() {
        return false;
    }

    @Override
    public JobSpace open(JobOrder order) throws IOException {
        Sandbox opened = sandbox();
        Limits limits =
                new Limits(settings.memoryBytes(), settings.processes(), settings.openFiles(), settings.fileBytes());
        // The supervisor must be surer than the reaper: a silent runner's step is dead before its lease is over.
        SupervisorPolicy policy = new SupervisorPolicy(gateway.lease().dividedBy(2));
        return ProcessSpace.make(
                workFolder().forJob(order.jobId()), opened, policy, limits, settings.memoryFileBytes());
    }

    // The probe takes a moment; it should not fall into the first build.
    void start(@Observes StartupEvent event) {
        Thread probe = new Thread(this::probe, "sandbox-probe");
        probe.setDaemon(true);
        probe.start();
    }

    void stop(@Observes ShutdownEvent event) {
        synchronized (this) {
            if (work != null) {
                work.close();
                work = null;
            }
        }
    }

    /** In which sandbox steps run, and why in no stronger one. */
    String summary() throws IOException {
        return sandbox().report().summary();
    }

    private void probe() {
        try {
            LOG.infof("The sandbox of steps: %s", summary());
        } catch (ExecutorUnavailableException | IOException none) {
            LOG.warnf("No step can run on this machine: %s", none.getMessage());
        }
    }

    private synchronized Sandbox sandbox() throws IOException {
        if (sandbox == null) {
            try {
                sandbox = Sandbox.open(
                        SandboxSettings.in(folder.resolve("sandbox")).withUnsafe(unsafe));
            } catch (SandboxUnavailableException none) {
                throw new ExecutorUnavailableException(String.valueOf(none.getMessage()), none);
            }
        }
        return sandbox;
    }

    private synchronized WorkFolder workFolder() throws IOException {
        if (work == null) {
            work = WorkFolder.open(folder.resolve("work"));
        }
        return work;
    }
}
