package dev.slipway.dialects;

import java.util.List;

/**
 * One line of a service's route file.
 *
 * @param method in upper case
 * @param pattern a path in which {@code {x}} stands for one part and {@code {x...}} for one part or more
 * @param dialect in which failures on this route are answered
 * @param service the name of the service that answers
 * @param apiClass the quota that a call counts against
 * @param scope what the caller's token must be allowed
 */
public record Route(
        String method, String pattern, Dialect dialect, String service, ApiClass apiClass, RouteScope scope) {

    /** The parts of the pattern. */
    List<String> segments() {
        return PathSegments.of(pattern);
    }
}
