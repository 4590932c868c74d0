package dev.slipway.local.command;

import dev.slipway.embedded.FileTrees;
import dev.slipway.embedded.FreePorts;
import dev.slipway.local.LaunchFailure;
import dev.slipway.local.data.DataFolder;
import dev.slipway.local.data.Secrets;
import dev.slipway.local.demo.Demo;
import dev.slipway.local.demo.DemoReport;
import dev.slipway.local.progress.Lines;
import dev.slipway.local.suite.SuiteOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./slipway demo}: exit code 0 only if every step held. */
@Command(
        name = "demo",
        description = "Do the main job on a real repository and show it. Exit code 0 only if every step held.")
public final class DemoCommand implements Callable<Integer> {

    @Mixin
    SuiteArguments arguments;

    @Option(names = "--port", description = "The one public port (default: a free one).")
    @Nullable
    Integer port;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where everything is kept (default: a throw-away folder).")
    @Nullable
    Path data;

    @Option(names = "--keep", description = "Leave the suite running.")
    boolean keep;

    @Override
    public Integer call() {
        long begun = System.nanoTime();
        boolean throwAway = data == null;
        DataFolder folder = throwAway ? Surroundings.data(newFolder()) : Surroundings.data(data);
        int chosenPort = port == null ? FreePorts.take() : port;
        arguments.addFileRoot(repositories(folder));
        SuiteOptions options = arguments.options(Surroundings.root(), chosenPort, Set.of(), System.getenv());
        Thread cleanUp = new Thread(() -> cleanUp(folder, throwAway), "end-demo");
        if (!keep) {
            Runtime.getRuntime().addShutdownHook(cleanUp);
        }
        new Background(folder, options)
                .start(
                        arguments.commandLine(folder, chosenPort),
                        false,
                        Surroundings.progress(),
                        keep ? null : ProcessHandle.current().pid());
        DemoReport report = new DemoReport(System.out);
        Duration startTime = Duration.ofNanos(System.nanoTime() - begun);
        report.add("start the suite", "ready on " + options.url(), startTime);
        demo(folder, options, report, throwAway).run();
        report.print();
        if (keep) {
            System.out.println("Left running: ./slipway status|logs|down --data " + folder.path());
        }
        return report.held() ? 0 : 1;
    }

    private static Demo demo(DataFolder folder, SuiteOptions options, DemoReport report, boolean throwAway) {
        String token = new Secrets(folder).adminToken(System.getenv()).token();
        String moment = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
        String name = throwAway ? "greeting" : "greeting-" + moment;
        return new Demo(
                options.url(),
                token,
                options.root().resolve("deploy").resolve("local").resolve("sample"),
                repositories(folder).resolve(name),
                name,
                report,
                System.out);
    }

    private static Path repositories(DataFolder folder) {
        return folder.path().resolve("demo");
    }

    private static void cleanUp(DataFolder folder, boolean throwAway) {
        long begun = System.nanoTime();
        DownCommand.stop(folder);
        if (throwAway) {
            FileTrees.delete(folder.path());
        }
        System.out.println("Stopped everything in " + Lines.seconds(Duration.ofNanos(System.nanoTime() - begun)));
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("slipway-demo-");
        } catch (IOException failed) {
            throw new LaunchFailure("No temporary folder can be made: " + failed.getMessage(), failed);
        }
    }
}
