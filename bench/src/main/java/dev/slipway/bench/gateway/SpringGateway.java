package dev.slipway.bench.gateway;

import dev.slipway.embedded.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The Spring Cloud Gateway of {@code bench/gateway/spring-cloud-gateway}, with the same JVM and flags as Slipway's gateway. */
final class SpringGateway implements Contestant {

    private final ChildProcess process;
    private final int port;

    private SpringGateway(ChildProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    static Contestant start(Trial trial, Belongings belongings) throws IOException, InterruptedException {
        int port = FreePorts.take();
        Path tokens = Files.write(trial.work().resolve("spring-tokens"), trial.tokens());
        Path target = trial.root().resolve("bench/gateway/spring-cloud-gateway/target");
        List<String> command = new ArrayList<>(ServerJvm.command());
        command.addAll(List.of(
                "-cp",
                target.resolve("classes") + ":" + target.resolve("lib") + "/*",
                "dev.slipway.bench.scg.Peer",
                "--server.port=" + port,
                "--peer.upstream=http://127.0.0.1:" + trial.upstreamPort(),
                "--peer.tokens=" + tokens));
        ChildProcess process = belongings.keep(
                ChildProcess.start(command, Map.of(), trial.work().resolve("spring.log")));
        process.awaitAnswer(port, trial.path(), trial.anyToken());
        return new SpringGateway(process, port);
    }

    @Override
    public String name() {
        return "Spring Cloud Gateway";
    }

    @Override
    public int port() {
        return port;
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
