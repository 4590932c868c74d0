package dev.slipway.bench.gateway;

import java.nio.file.Path;
import java.util.List;

/**
 * What is the same for all contestants.
 *
 * @param root the repository's top folder
 * @param work a folder for what they write
 * @param upstreamPort of the service behind them
 * @param path that is asked for
 * @param tokens that it is asked for with
 */
record Trial(Path root, Path work, int upstreamPort, String path, List<String> tokens) {

    Trial {
        tokens = List.copyOf(tokens);
    }

    String anyToken() {
        return tokens.get(0);
    }
}
