package dev.slipway.dialects;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Every route of every service. Immutable and safe to share.
 *
 * <p>Of several patterns that match a path the most specific one wins: compared part by part from the left, a literal part before
 * {@code {x}}, that before {@code {x...}}; the latter takes as much as it can. Trailing slashes do not count. {@code HEAD} is served
 * wherever {@code GET} is, unless it has a route of its own (RFC 9110, 9.3.2).
 */
public final class RouteTable {

    /** The services, in the order in which the table is printed. */
    public static final List<String> SERVICES = List.of(
            "api-gateway", "build-service", "app-service", "registry-service", "pipeline-service", "webhook-service");

    private final List<Route> routes;
    private final RouteNode root = new RouteNode();

    private RouteTable(Collection<Route> routes) {
        this.routes = List.copyOf(routes);
        this.routes.forEach(root::add);
    }

    /**
     * A table of the given routes.
     *
     * @throws IllegalArgumentException when two routes claim the same method and shape of path, or a pattern is malformed
     */
    public static RouteTable of(Collection<Route> routes) {
        return new RouteTable(routes);
    }

    /**
     * The table of the route files of all services on the class path.
     *
     * @throws IllegalArgumentException when a line is malformed or two services claim the same route
     */
    public static RouteTable load() {
        List<Route> routes = new ArrayList<>();
        for (String service : SERVICES) {
            routes.addAll(RouteFile.parse(service, read("/routes/" + service + ".routes")));
        }
        return new RouteTable(routes);
    }

    /** Every route: by service, then in the order of its file. */
    public List<Route> routes() {
        return routes;
    }

    /**
     * Finds what serves a request.
     *
     * @param method in upper case
     * @param path without the query, normalised, beginning with a slash
     */
    public RouteMatch match(String method, String path) {
        List<String> segments = PathSegments.of(path);
        Route route = root.find(segments, method);
        if (route == null && method.equals("HEAD")) {
            route = root.find(segments, "GET");
        }
        if (route != null) {
            return new RouteMatch.Found(route);
        }
        SortedSet<String> allowed = new TreeSet<>();
        root.collectMethods(segments, allowed);
        if (allowed.isEmpty()) {
            return new RouteMatch.Unknown();
        }
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        return new RouteMatch.WrongMethod(allowed);
    }

    /** A service that serves nothing yet has no file. */
    private static String read(String resource) {
        try (InputStream in = RouteTable.class.getResourceAsStream(resource)) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }
}
