package dev.slipway.local.command;

import dev.slipway.local.data.DataFolder;
import dev.slipway.local.data.DataFolderLock;
import dev.slipway.local.data.Secrets;
import dev.slipway.local.machine.Preflight;
import dev.slipway.local.progress.Lines;
import dev.slipway.local.progress.Progress;
import dev.slipway.local.suite.LeftBehind;
import dev.slipway.local.suite.ServiceName;
import dev.slipway.local.suite.Suite;
import dev.slipway.local.suite.SuiteOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./slipway up}. */
@Command(name = "up", description = "Start everything; Ctrl-C stops it. Builds first if needed.")
public final class UpCommand implements Callable<Integer> {

    @Mixin
    SuiteArguments arguments;

    @Option(
            names = "--port",
            defaultValue = "" + SuiteArguments.DEFAULT_PORT,
            description = "The one public port (default ${DEFAULT-VALUE}).")
    int port;

    @Option(names = "--data", paramLabel = "DIR", description = "Where everything is kept (default .slipway).")
    @Nullable
    Path data;

    @Option(names = "--fresh", description = "Delete the data first and start empty.")
    boolean fresh;

    @Option(
            names = "--without",
            paramLabel = "SERVICE",
            description = "Leave a service to be started by yourself, under the environment that ./slipway env SERVICE"
                    + " prints (repeatable).")
    List<String> without = new ArrayList<>();

    @Option(names = "--detach", description = "Run in the background; see status, logs and down.")
    boolean detach;

    @Option(names = "--in-background", hidden = true)
    boolean inBackground;

    @Option(names = "--end-with", hidden = true)
    @Nullable
    Long endWithPid;

    @Override
    public Integer call() throws InterruptedException {
        DataFolder folder = Surroundings.data(data);
        Set<ServiceName> left = without.stream().map(ServiceName::of).collect(Collectors.toSet());
        SuiteOptions options = arguments.options(Surroundings.root(), port, left, System.getenv());
        if (detach) {
            Background background = new Background(folder, options);
            background.start(commandLine(folder), fresh, Surroundings.progress(), null);
            System.out.println("Running in the background: ./slipway status, ./slipway logs -f, ./slipway down");
            return 0;
        }
        run(folder, options);
        return 0;
    }

    private List<String> commandLine(DataFolder folder) {
        List<String> command = arguments.commandLine(folder, port);
        without.forEach(service -> command.addAll(List.of("--without", service)));
        return command;
    }

    private void run(DataFolder folder, SuiteOptions options) throws InterruptedException {
        long begun = System.nanoTime();
        folder.create();
        DataFolderLock lock = DataFolderLock.take(folder);
        Progress progress = Surroundings.progress();
        int reaped = new LeftBehind(folder).reap();
        if (reaped > 0) {
            progress.say(LeftBehind.sentence(reaped));
        }
        Preflight preflight = new Preflight(options, folder);
        preflight.check();
        if (fresh) {
            folder.empty();
        }
        preflight.checkSpace();
        Secrets.AdminToken token = new Secrets(folder).adminToken(System.getenv());
        Suite suite = new Suite(options, folder, System.getenv(), progress);
        Runtime.getRuntime().addShutdownHook(new Thread(suite::close, "stop-suite"));
        endWithParent();
        try {
            suite.start();
        } catch (RuntimeException failure) {
            suite.close();
            lock.close();
            throw failure;
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        progress.say("Slipway is ready on " + options.url() + " after " + Lines.seconds(took));
        if (!inBackground) {
            Welcome.print(progress, folder, token, options.url());
        }
        // From here on only a signal ends this process; the hook above then stops everything.
        new CountDownLatch(1).await();
    }

    private void endWithParent() {
        Long parent = endWithPid;
        if (parent != null) {
            ProcessHandle.of(parent)
                    .ifPresentOrElse(process -> process.onExit().thenRun(() -> System.exit(0)), () -> System.exit(0));
        }
    }
}
