package dev.slipway.local.suite;

import dev.slipway.embedded.KafkaOptions;
import dev.slipway.embedded.PostgresOptions;
import dev.slipway.embedded.SecretFiles;
import dev.slipway.local.LaunchFailure;
import dev.slipway.local.data.DataFolder;
import dev.slipway.local.data.Phase;
import dev.slipway.local.data.ProcessState;
import dev.slipway.local.data.RunState;
import dev.slipway.local.data.Secrets;
import dev.slipway.local.data.StateFile;
import dev.slipway.local.progress.Progress;
import dev.slipway.sandbox.ProcessIdentity;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A running Slipway: PostgreSQL and Kafka first, side by side, then the six services at once. Every process is kept alive by its
 * {@link Child}; {@link #close()} stops them the other way round, and the apps with them.
 */
public final class Suite implements AutoCloseable {

    private static final String AN_EXISTING_SERVER = "an existing server";

    private final SuiteOptions options;
    private final DataFolder data;
    private final RunReport report;
    private final Connections connections;
    private final ProcessIdentity launcher;
    private final List<Child> servers = new ArrayList<>();
    private final List<Child> services = new ArrayList<>();
    private final Optional<Child> gateway;
    private final List<ProcessState> external = new ArrayList<>();
    private final AtomicBoolean closing = new AtomicBoolean();

    /** @param userEnvironment of the user who started the launcher */
    public Suite(SuiteOptions options, DataFolder data, Map<String, String> userEnvironment, Progress progress) {
        this.options = options;
        this.data = data;
        this.report = new RunReport(new StateFile(data), progress);
        this.launcher = ProcessIdentity.of(ProcessHandle.current().pid())
                .orElseThrow(() -> new LaunchFailure("This machine has no /proc"));
        Secrets secrets = new Secrets(data);
        // All pairs exist before the first service reads the folder of trusted keys.
        ServiceName.all().forEach(service -> secrets.identityKey(service.word()));
        this.connections = new Connections(options, secrets);
        addServers();
        this.gateway = addServices(
                new ServiceEnvironment(options, data, secrets, connections, userEnvironment),
                new ServiceCommand(options.root(), data, userEnvironment));
    }

    /** Returns when everything is ready; stops what was started if something cannot be. */
    public void start() {
        publish();
        ExternalPostgres existing = options.postgres();
        if (existing != null) {
            connections.prepare(existing);
        }
        awaitReady(servers);
        awaitReady(services);
    }

    /** Stops everything in order: the gateway, the other services, Kafka, PostgreSQL. May be called twice. */
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        Closing inOrder = new Closing();
        inOrder.step(() -> gateway.ifPresent(Child::stop));
        inOrder.step(() -> stopAtOnce(services));
        inOrder.step(new RunningApps(data)::stop);
        for (int last = servers.size() - 1; last >= 0; last--) {
            inOrder.step(servers.get(last)::stop);
        }
        inOrder.step(report::end);
        inOrder.end();
    }

    private void addServers() {
        if (options.postgres() == null) {
            PostgresOptions embedded =
                    new PostgresOptions(data.runtime(), data.postgres(), connections.postgresPort(), false);
            servers.add(new Child(
                    new PostgresServer(embedded, postgres -> connections.prepare(postgres.administration())),
                    this::publish));
        } else {
            external.add(externalState("postgres", connections.postgresPort(), AN_EXISTING_SERVER));
        }
        if (options.kafka() == null) {
            KafkaOptions embedded =
                    new KafkaOptions(data.kafka(), connections.kafkaPort(), connections.kafkaUsers(), false);
            servers.add(new Child(new KafkaServer(embedded), this::publish));
        } else {
            external.add(externalState("kafka", connections.kafkaPort(), AN_EXISTING_SERVER));
        }
    }

    /** @return the gateway, unless it is left to the user */
    private Optional<Child> addServices(ServiceEnvironment environment, ServiceCommand command) {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(1))
                .build();
        Map<ServiceName, Child> children = new EnumMap<>(ServiceName.class);
        for (ServiceName service : ServiceName.all()) {
            Map<String, String> variables = environment.of(service);
            SecretFiles.write(data.environment(service.word()), ShellExports.of(variables));
            if (options.without().contains(service)) {
                external.add(externalState(service.word(), connections.port(service), "left to you"));
            } else {
                children.put(service, child(service, command, variables, http));
            }
        }
        services.addAll(children.values());
        return Optional.ofNullable(children.get(ServiceName.API_GATEWAY));
    }

    private Child child(ServiceName service, ServiceCommand command, Map<String, String> variables, HttpClient http) {
        return new Child(
                new ServiceServer(
                        service.word(),
                        connections.port(service),
                        command.of(service),
                        variables,
                        data.path(),
                        data.log(service.word()),
                        http),
                this::publish);
    }

    private void awaitReady(List<Child> children) {
        CompletableFuture<?>[] ready = children.stream().map(Child::start).toArray(CompletableFuture[]::new);
        try {
            // The first that fails ends the wait: nobody needs to wait for the others to hear so.
            CompletableFuture<Object> failed = new CompletableFuture<>();
            for (CompletableFuture<?> one : ready) {
                one.whenComplete((done, failure) -> {
                    if (failure != null) {
                        failed.completeExceptionally(failure);
                    }
                });
            }
            CompletableFuture.anyOf(CompletableFuture.allOf(ready), failed).join();
        } catch (CompletionException failure) {
            Throwable cause = failure.getCause();
            throw new LaunchFailure(cause == null ? failure.toString() : String.valueOf(cause.getMessage()), failure);
        }
    }

    private static void stopAtOnce(List<Child> children) {
        CompletableFuture.allOf(children.stream()
                        .map(child -> CompletableFuture.runAsync(child::stop, Suite::onThread))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    private static void onThread(Runnable work) {
        new Thread(work, "stop").start();
    }

    private static ProcessState externalState(String name, int port, String note) {
        return new ProcessState(name, null, port, Phase.EXTERNAL, Instant.now().toString(), 0, note, null, null);
    }

    /** One at a time, so that no older state is written after a newer one. */
    private synchronized void publish() {
        List<ProcessState> states = new ArrayList<>(external);
        servers.forEach(child -> states.add(child.state()));
        services.forEach(child -> states.add(child.state()));
        report.show(new RunState(launcher.pid(), launcher.startTicks(), launcher.bootId(), options.url(), states));
    }
}
