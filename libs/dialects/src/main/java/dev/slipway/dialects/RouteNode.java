package dev.slipway.dialects;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One part of the patterns that begin alike: a tree with a branch per literal part, one for {@code {x}} and one for {@code {x...}}.
 *
 * <p>A pattern holds at most one {@code {x...}}, so that a search costs at most the length of the path times the number of patterns,
 * also for a path made to be slow.
 */
final class RouteNode {

    private final Map<String, RouteNode> literals = new HashMap<>();
    private @Nullable RouteNode one;
    private @Nullable RouteNode rest;
    private final Map<String, Route> routes = new HashMap<>();

    void add(Route route) {
        RouteNode node = this;
        boolean hasRest = false;
        for (String segment : route.segments()) {
            if (!isVariable(segment)) {
                node = node.literals.computeIfAbsent(segment, literal -> new RouteNode());
            } else if (!segment.endsWith("...}")) {
                node = node.oneBranch();
            } else if (!hasRest) {
                hasRest = true;
                node = node.restBranch();
            } else {
                throw new IllegalArgumentException("more than one {x...} in " + route.pattern());
            }
        }
        Route other = node.routes.putIfAbsent(route.method(), route);
        if (other != null) {
            throw new IllegalArgumentException("claimed twice: " + other + " and " + route);
        }
    }

    /** The most specific route for the path that has the method, or null. */
    @Nullable
    Route find(List<String> path, String method) {
        if (path.isEmpty()) {
            return routes.get(method);
        }
        List<String> tail = path.subList(1, path.size());
        RouteNode literal = literals.get(path.get(0));
        Route found = literal == null ? null : literal.find(tail, method);
        if (found == null && one != null && !path.get(0).isEmpty()) {
            found = one.find(tail, method);
        }
        for (int taken = path.size(); found == null && rest != null && taken > 0; taken--) {
            found = rest.find(path.subList(taken, path.size()), method);
        }
        return found;
    }

    /** Adds the methods of every route for the path. */
    void collectMethods(List<String> path, Set<String> methods) {
        if (path.isEmpty()) {
            methods.addAll(routes.keySet());
            return;
        }
        List<String> tail = path.subList(1, path.size());
        RouteNode literal = literals.get(path.get(0));
        if (literal != null) {
            literal.collectMethods(tail, methods);
        }
        if (one != null && !path.get(0).isEmpty()) {
            one.collectMethods(tail, methods);
        }
        for (int taken = path.size(); rest != null && taken > 0; taken--) {
            rest.collectMethods(path.subList(taken, path.size()), methods);
        }
    }

    private static boolean isVariable(String segment) {
        boolean opens = segment.startsWith("{");
        if (opens != segment.endsWith("}") || segment.indexOf('{', 1) >= 0) {
            throw new IllegalArgumentException("a variable is a whole part of a path: " + segment);
        }
        return opens;
    }

    private RouteNode oneBranch() {
        RouteNode branch = one == null ? new RouteNode() : one;
        one = branch;
        return branch;
    }

    private RouteNode restBranch() {
        RouteNode branch = rest == null ? new RouteNode() : rest;
        rest = branch;
        return branch;
    }
}
