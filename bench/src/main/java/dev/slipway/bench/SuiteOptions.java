package dev.slipway.bench;

import dev.slipway.bench.suite.RunningSuite;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which suite is measured; the scripts beside this module start one and pass these. */
final class SuiteOptions {

    /** Builds of one flow are numbered without gaps and so accepted one after another; load is spread over so many. */
    static final int FLOWS = 100;

    @Option(names = "--root", required = true, description = "The repository's top folder.")
    private Path root;

    @Option(names = "--data", required = true, description = "The data folder of the running suite.")
    private Path data;

    @Option(names = "--repositories", required = true, description = "A folder that the suite may clone file:// from.")
    private Path repositories;

    Path root() {
        return root;
    }

    Path repositories() {
        return repositories;
    }

    RunningSuite suite() {
        return RunningSuite.in(data);
    }
}
