package dev.slipway.dialects;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Parses a service's route file: {@code METHOD /pattern/{id} dialect class scope} on a line, {@code #} begins a comment. A line that
 * is wrong stops the start of everything that reads it, with the file and line named.
 */
final class RouteFile {

    private static final int FIELDS = 5;

    private RouteFile() {}

    static List<Route> parse(String service, String text) {
        List<Route> routes = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            int comment = line.indexOf('#');
            String content = (comment < 0 ? line : line.substring(0, comment)).strip();
            if (!content.isEmpty()) {
                routes.add(route(service, number, content));
            }
        }
        return routes;
    }

    private static Route route(String service, int number, String content) {
        try {
            String[] fields = content.split("\\s+", -1);
            if (fields.length != FIELDS) {
                throw new IllegalArgumentException("expected METHOD /pattern dialect class scope");
            }
            if (!fields[0].equals(fields[0].toUpperCase(Locale.ROOT)) || !fields[1].startsWith("/")) {
                throw new IllegalArgumentException("expected a method in upper case and a path from the root");
            }
            return new Route(
                    fields[0],
                    fields[1],
                    Dialect.ofWord(fields[2]),
                    service,
                    ApiClass.valueOf(fields[3].toUpperCase(Locale.ROOT)),
                    RouteScope.valueOf(fields[4].toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "routes/" + service + ".routes, line " + number + ": " + e.getMessage() + ": " + content, e);
        }
    }
}
