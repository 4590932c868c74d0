package dev.slipway.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** wrk, which takes least of the machine from what it measures, on one thread. */
public final class Wrk implements Load {

    private static final Pattern FIGURES = Pattern.compile(
            "(?m)^figures (?<requests>\\d+) (?<micros>\\d+) (?<p50>\\d+) (?<p99>\\d+) (?<failed>\\d+)$");
    private static final double MICROS_PER_SECOND = 1e6;

    private final Path script;
    private final String path;
    private final Path tokens;

    /**
     * @param script {@code bench/gateway/tokens.lua}
     * @param path that is asked for
     * @param tokens a file with one token a line
     */
    public Wrk(Path script, String path, Path tokens) {
        this.script = script;
        this.path = path;
        this.tokens = tokens;
    }

    public static boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "wrk")));
    }

    @Override
    public String name() {
        return "wrk, one thread";
    }

    @Override
    public LoadFigures run(int port, int connections, int seconds) throws IOException, InterruptedException {
        List<String> command = List.of(
                "wrk",
                "--threads=1",
                "--connections=" + connections,
                "--duration=" + seconds + "s",
                "--timeout=10s",
                "--script=" + script,
                "http://127.0.0.1:" + port + path,
                "--",
                tokens.toString());
        Process wrk = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher figures = FIGURES.matcher(output);
        if (wrk.waitFor() != 0 || !figures.find()) {
            throw new IOException("wrk failed: " + output);
        }
        if (!figures.group("failed").equals("0")) {
            throw new IOException(figures.group("failed") + " requests were not answered with 200: " + output);
        }
        long requests = Long.parseLong(figures.group("requests"));
        return new LoadFigures(
                requests,
                requests * MICROS_PER_SECOND / Long.parseLong(figures.group("micros")),
                Long.parseLong(figures.group("p50")),
                Long.parseLong(figures.group("p99")));
    }
}
