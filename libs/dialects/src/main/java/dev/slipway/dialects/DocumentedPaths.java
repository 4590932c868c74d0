package dev.slipway.dialects;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Finds the path of an API description that is about a route. Variables may be called differently, and a description may have a variable where
 * several routes have a word each ({@code /apps/{id}/actions/{name}} for {@code start}, {@code stop} and {@code restart}).
 */
public final class DocumentedPaths {

    private static final int NO_MATCH = -1;

    private DocumentedPaths() {}

    /**
     * The path that is about the route, the most literal one if there are several.
     *
     * @param described those that are described with the route's method, as OpenAPI writes them
     */
    public static Optional<String> describing(Route route, Collection<String> described) {
        String best = null;
        int bestScore = NO_MATCH;
        for (String path : described) {
            int score = score(route.segments(), PathSegments.of(path));
            if (score > bestScore) {
                best = path;
                bestScore = score;
            }
        }
        return Optional.ofNullable(best);
    }

    /** How many words the two have in common. */
    private static int score(List<String> route, List<String> path) {
        if (route.size() != path.size()) {
            return NO_MATCH;
        }
        int words = 0;
        for (int i = 0; i < route.size(); i++) {
            boolean variable = path.get(i).startsWith("{");
            if (route.get(i).equals(path.get(i)) && !variable) {
                words++;
            } else if (!variable) {
                return NO_MATCH;
            }
        }
        return words;
    }
}
