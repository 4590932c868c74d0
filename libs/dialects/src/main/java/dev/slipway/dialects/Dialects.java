package dev.slipway.dialects;

import java.util.List;
import java.util.Set;

/**
 * Tells the dialect of a request by its method and path alone, so that a failure of any request, also of one to a path that nobody
 * serves, can be answered in the right envelope. The collisions are those of the dialects' overview page.
 */
public final class Dialects {

    private static final Set<String> SERVERLESS_CD_AREAS =
            Set.of("flow", "tokens", "auth", "github", "application", "dispatch", "task", "common");
    private static final Set<String> DRONE_AREAS =
            Set.of("repos", "builds", "user", "users", "badges", "agents", "global", "teams", "hook", "info", "queue");
    private static final Set<String> HARBOR_AREAS = Set.of(
            "projects", "repositories", "search", "statistics", "logs", "systeminfo", "targets", "policies", "jobs");
    private static final Set<String> SERVERLESS_CD_USER_CALLS =
            Set.of("userInfo", "updateUserProviderToken", "addOrCompileSecrets", "globalSecrets");
    private static final Set<String> CODEARTS_PLUGIN_AREAS = Set.of("agent-plugin", "publisher", "relation", "common");
    private static final Set<String> OCI_ENDPOINTS = Set.of("manifests", "blobs", "tags", "referrers");

    private Dialects() {}

    /**
     * The dialect of a path.
     *
     * @param method in upper case; decides {@code /login} alone, which Drone and Harbor share
     * @param path without the query, beginning with a slash
     */
    public static Dialect ofPath(String method, String path) {
        List<String> segments = PathSegments.of(path);
        String first = segment(segments, 0);
        return switch (first) {
            case "v1" -> v1(segments);
            case "v2" -> v2(segments);
            case "v3", "v5" -> Dialect.CODEARTS;
            case "api" -> api(segments);
            case "projects", "repositories", "service", "log_out" -> Dialect.HARBOR;
            case "view" -> Dialect.IMAGEBUILD;
            case "hook", "ws", "stream", "authorize", "logout" -> Dialect.DRONE;
            case "login" -> method.equals("POST") && segments.size() == 1 ? Dialect.HARBOR : Dialect.DRONE;
            default -> Dialect.NATIVE;
        };
    }

    /** {@code /v1/{domain}/agent-plugin/…} is CodeArts', whatever the domain is called, except below DaoCloud's own words. */
    private static Dialect v1(List<String> segments) {
        boolean daocloudWord = switch (segment(segments, 1)) {
            case "build-flows", "apps", "ship" -> true;
            default -> false;
        };
        return !daocloudWord && segments.size() > 3 && CODEARTS_PLUGIN_AREAS.contains(segment(segments, 2))
                ? Dialect.CODEARTS
                : Dialect.DAOCLOUD;
    }

    /**
     * {@code /v2/} belongs to the registry, also where an image is called {@code x/rules}: CodeArts' rule calls end in a verb, the
     * registry's paths have one of its four endpoint words before their last part.
     */
    private static Dialect v2(List<String> segments) {
        if (segments.stream().skip(2).anyMatch(OCI_ENDPOINTS::contains)) {
            return Dialect.OCI;
        }
        boolean rules =
                segment(segments, 2).equals("rules") || segment(segments, 2).equals("rule-sets");
        boolean tenantRules =
                segment(segments, 2).equals("tenant") && segment(segments, 3).equals("rule-sets");
        return (rules && segments.size() > 3) || (tenantRules && segments.size() > 4) ? Dialect.CODEARTS : Dialect.OCI;
    }

    private static Dialect api(List<String> segments) {
        String area = segment(segments, 1);
        if (area.equals("project") || area.equals("plugin")) {
            return Dialect.IMAGEBUILD;
        }
        if (area.equals("user") && SERVERLESS_CD_USER_CALLS.contains(segment(segments, 2))) {
            return Dialect.SERVERLESS_CD;
        }
        if (SERVERLESS_CD_AREAS.contains(area)) {
            return Dialect.SERVERLESS_CD;
        }
        if (DRONE_AREAS.contains(area)) {
            return Dialect.DRONE;
        }
        return HARBOR_AREAS.contains(area) ? Dialect.HARBOR : Dialect.NATIVE;
    }

    private static String segment(List<String> segments, int index) {
        return index < segments.size() ? segments.get(index) : "";
    }
}
