package dev.slipway.sandbox;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs the tests of both rungs and of detached processes in this JVM, whoever it runs as. */
final class TestRun {

    private TestRun() {}

    public static void main(String[] arguments) {
        System.setProperty("java.io.tmpdir", arguments[0]);
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(classes(Boolean.parseBoolean(arguments[1])))
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        Launcher launcher = LauncherFactory.create();
        launcher.execute(request, listener);
        listener.getSummary().printTo(new PrintWriter(System.out, true));
        listener.getSummary().printFailuresTo(new PrintWriter(System.out, true), 5);
        System.out.println("skipped: " + listener.getSummary().getTestsSkippedCount() + ", aborted: "
                + listener.getSummary().getTestsAbortedCount());
        long failed = listener.getSummary().getTotalFailureCount();
        System.out.println("failed: " + failed);
        System.exit(failed == 0 ? 0 : 1);
    }

    /** What depends on the user most: the sandboxes themselves. The rest depends on it less, and takes longer. */
    private static List<DiscoverySelector> classes(boolean whole) {
        List<DiscoverySelector> classes =
                new ArrayList<>(List.of(selectClass(BubblewrapTest.class), selectClass(NamespacesTest.class)));
        if (whole) {
            classes.add(selectClass(BareTest.class));
            classes.add(selectClass(RunnerLossTest.class));
            classes.add(selectClass(DetachedProcessTest.class));
        }
        return classes;
    }
}
