package dev.slipway.local.command;

import dev.slipway.local.LaunchFailure;
import dev.slipway.local.data.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./slipway logs}. */
@Command(name = "logs", description = "Print the log of one process, or of all of them.")
public final class LogsCommand implements Callable<Integer> {

    private static final String SUFFIX = ".log";

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "PROCESS",
            description = "postgres, kafka, launcher, or a service such as build-service; all without it.")
    @Nullable
    String process;

    @Option(names = "--data", paramLabel = "DIR", description = "Where everything is kept (default .slipway).")
    @Nullable
    Path data;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is written from now on.")
    boolean follow;

    @Override
    public Integer call() throws InterruptedException {
        TreeMap<String, Path> logs = logs(Surroundings.data(data));
        if (process != null) {
            Path log = logs.get(process);
            if (log == null) {
                throw new LaunchFailure(
                        "No log of \"" + process + "\"; there are: " + String.join(", ", logs.keySet()));
            }
            logs = new TreeMap<>();
            logs.put(process, log);
        }
        List<FollowedLog> followed = new ArrayList<>();
        boolean many = logs.size() > 1;
        logs.forEach((name, log) -> followed.add(new FollowedLog(many ? name + " | " : "", log, System.out)));
        followed.forEach(FollowedLog::printNew);
        if (follow) {
            FollowedLog.follow(followed);
        }
        return 0;
    }

    private static TreeMap<String, Path> logs(DataFolder folder) {
        TreeMap<String, Path> logs = new TreeMap<>();
        Path logFolder = folder.path().resolve("log");
        if (Files.isDirectory(logFolder)) {
            try (Stream<Path> files = Files.list(logFolder)) {
                files.filter(file -> file.toString().endsWith(SUFFIX)).forEach(file -> {
                    String name = file.getFileName().toString();
                    logs.put(name.substring(0, name.length() - SUFFIX.length()), file);
                });
            } catch (IOException failed) {
                throw new LaunchFailure(
                        "The logs in " + logFolder + " cannot be listed: " + failed.getMessage(), failed);
            }
        }
        addIfThere(logs, "postgres", folder.postgres().resolve("postgres.log"));
        addIfThere(logs, "kafka", folder.kafka().resolve("kafka.log"));
        if (logs.isEmpty()) {
            throw new LaunchFailure("There are no logs in " + folder.path() + ": start with ./slipway up");
        }
        return logs;
    }

    private static void addIfThere(TreeMap<String, Path> logs, String name, Path log) {
        if (Files.exists(log)) {
            logs.put(name, log);
        }
    }
}
