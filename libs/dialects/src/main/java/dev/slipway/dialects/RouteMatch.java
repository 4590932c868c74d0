package dev.slipway.dialects;

import java.util.SortedSet;

/** What the route table knows about a method and a path. */
public sealed interface RouteMatch {

    /** The route that serves the request. */
    record Found(Route route) implements RouteMatch {}

    /**
     * The path is served, but not with this method.
     *
     * @param allowed the methods that are, for the {@code Allow} header
     */
    record WrongMethod(SortedSet<String> allowed) implements RouteMatch {}

    /** Nobody serves the path. */
    record Unknown() implements RouteMatch {}
}
