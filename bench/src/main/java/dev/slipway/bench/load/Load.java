package dev.slipway.bench.load;

import java.io.IOException;

/** Asks for one path with many tokens in turn, each connection again as soon as it was answered. */
public interface Load {

    /** Which generator this is, for the report. */
    String name();

    /**
     * Runs for so long.
     *
     * @throws IOException if a single request was not answered with 200: a figure of such a run would be no figure
     */
    LoadFigures run(int port, int connections, int seconds) throws IOException, InterruptedException;
}
