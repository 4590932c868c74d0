package dev.slipway.bench.gateway;

import dev.slipway.embedded.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** nginx with {@code bench/gateway/nginx.conf}, in a folder of its own. */
final class NginxProxy implements Contestant {

    private static final List<Path> PLACES =
            List.of(Path.of("/usr/sbin/nginx"), Path.of("/usr/local/sbin/nginx"), Path.of("/usr/bin/nginx"));

    private final ChildProcess process;
    private final int port;

    private NginxProxy(ChildProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Empty if this machine has no nginx. */
    static Optional<Contestant> start(Trial trial, Belongings belongings) throws IOException, InterruptedException {
        Optional<Path> program = PLACES.stream().filter(Files::isExecutable).findFirst();
        if (program.isEmpty()) {
            return Optional.empty();
        }
        int port = FreePorts.take();
        Path prefix = Files.createDirectory(trial.work().resolve("nginx"));
        String template = Files.readString(trial.root().resolve("bench/gateway/nginx.conf"));
        Path configuration = Files.writeString(
                prefix.resolve("nginx.conf"),
                template.replace("@LISTEN_PORT@", Integer.toString(port))
                        .replace("@UPSTREAM_PORT@", Integer.toString(trial.upstreamPort())));
        ChildProcess process = belongings.keep(ChildProcess.start(
                List.of(program.get().toString(), "-p", prefix.toString(), "-c", configuration.toString()),
                Map.of(),
                prefix.resolve("log")));
        process.awaitAnswer(port, trial.path(), trial.anyToken());
        return Optional.of(new NginxProxy(process, port));
    }

    @Override
    public String name() {
        return "nginx";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public boolean isCompiledBefore() {
        return true;
    }

    @Override
    public double residentMib() {
        return process.residentMib();
    }

    @Override
    public long cpuNanos() {
        return process.cpuNanos();
    }
}
