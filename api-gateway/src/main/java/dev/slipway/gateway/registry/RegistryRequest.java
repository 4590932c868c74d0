package dev.slipway.gateway.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request below {@code /v2/} wants to do to which repository.
 *
 * @param repository null for {@code /v2/} itself
 */
public record RegistryRequest(@Nullable String repository, String action) {

    private static final String ROOT = "/v2/";
    private static final String UPLOADS = "/blobs/uploads";
    private static final List<String> ENDPOINTS = List.of("/blobs/", "/manifests/", "/tags/", "/referrers/");

    /** @param path normalised */
    public static RegistryRequest of(String method, String path) {
        int end = endOfName(path);
        // The status of an upload is read, and an upload given up, by who pushes.
        if (end > 0 && path.startsWith(UPLOADS, end)) {
            return new RegistryRequest(path.substring(ROOT.length(), end), RegistryAccess.PUSH);
        }
        String action = switch (method) {
            case "GET", "HEAD" -> RegistryAccess.PULL;
            case "DELETE" -> RegistryAccess.DELETE;
            default -> RegistryAccess.PUSH;
        };
        return new RegistryRequest(end > 0 ? path.substring(ROOT.length(), end) : null, action);
    }

    /** The scope that a token must have for it, as a challenge says it; null for {@code /v2/} itself. */
    public @Nullable String scope() {
        if (repository == null) {
            return null;
        }
        return "repository:" + repository + ":"
                + switch (action) {
                    // Whoever pushes looks first whether a layer is there.
                    case RegistryAccess.PUSH -> "pull,push";
                    default -> action;
                };
    }

    /** Where the last of the four endpoint words begins: names of repositories may contain them too. */
    private static int endOfName(String path) {
        if (!path.startsWith(ROOT)) {
            return -1;
        }
        int end = -1;
        for (String endpoint : ENDPOINTS) {
            end = Math.max(end, path.lastIndexOf(endpoint));
        }
        return end > ROOT.length() ? end : -1;
    }
}
