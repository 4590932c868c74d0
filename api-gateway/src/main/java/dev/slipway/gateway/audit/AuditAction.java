package dev.slipway.gateway.audit;

import dev.slipway.dialects.Route;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Names what a route does by its pattern and method: {@code POST /flows/{id}/builds} is {@code builds.create}, {@code DELETE /flows/{id}} {@code
 * flows.delete}, {@code POST /builds/{id}/cancel} {@code builds.cancel}. There are as many names as there are routes.
 */
final class AuditAction {

    /** Of a call that no route was found for. */
    static final String NONE = "none";

    /** Last words of a path that say what is done rather than to what. */
    private static final Set<String> VERBS = Set.of(
            "cancel",
            "start",
            "stop",
            "restart",
            "retry",
            "replay",
            "redeliver",
            "rotate",
            "revoke",
            "enable",
            "disable",
            "approve",
            "reject",
            "pause",
            "resume",
            "run",
            "create",
            "update",
            "delete",
            "remove",
            "list",
            "redo",
            "sync");

    private static final Set<String> PREFIXES = Set.of("platform", "api", "v1", "v2", "v3", "v5");

    private final Map<Route, String> known = new ConcurrentHashMap<>();

    String of(Route route) {
        return known.computeIfAbsent(route, AuditAction::name);
    }

    private static String name(Route route) {
        List<String> words = route.literals().stream()
                .filter(word -> !PREFIXES.contains(word))
                .toList();
        if (words.isEmpty()) {
            return route.dialect().word() + "." + verb(route.method());
        }
        String last = words.get(words.size() - 1);
        boolean doing = words.size() > 1 && VERBS.contains(last);
        return doing ? words.get(words.size() - 2) + "." + last : last + "." + verb(route.method());
    }

    private static String verb(String method) {
        return switch (method) {
            case "GET", "HEAD" -> "read";
            case "POST" -> "create";
            case "PUT", "PATCH" -> "update";
            case "DELETE" -> "delete";
            default -> "call";
        };
    }
}
