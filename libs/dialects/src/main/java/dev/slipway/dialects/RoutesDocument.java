package dev.slipway.dialects;

import java.util.List;
import java.util.stream.Collectors;

/** Prints the route table as {@code docs/routes.md}. */
public final class RoutesDocument {

    private RoutesDocument() {}

    /** The page, one section per service that serves anything. */
    public static String markdown(RouteTable table) {
        return RouteTable.SERVICES.stream()
                .map(service -> section(
                        service,
                        table.routes().stream()
                                .filter(route -> route.service().equals(service))
                                .toList()))
                .collect(Collectors.joining("", introduction(table.routes().size()), ""));
    }

    private static String introduction(int count) {
        return """
                # Routes

                Generated from the route files in `libs/dialects/src/main/resources/routes`; do not edit. The path alone decides the dialect.
                `{x}` stands for one part of a path, `{x...}` for one part or more; the most specific pattern wins; `HEAD` goes wherever `GET` does.
                The class is the hourly quota that a call counts against; the scope is what a token must be allowed.
                `/healthz` and `/openapi` are the gateway's own, need no token and are no routes.

                %d routes.
                """.formatted(count);
    }

    private static String section(String service, List<Route> routes) {
        if (routes.isEmpty()) {
            return "";
        }
        return routes.stream()
                .map(route -> "| %s | `%s` | %s | %s | %s |\n"
                        .formatted(
                                route.method(),
                                route.pattern(),
                                route.dialect().word(),
                                route.apiClass().word(),
                                route.scope().word()))
                .collect(Collectors.joining(
                        "",
                        "\n## " + service + "\n\n| method | path | dialect | class | scope |\n|---|---|---|---|---|\n",
                        ""));
    }
}
