package dev.slipway.gateway.registry;

import org.jspecify.annotations.Nullable;

/** What an image tool is told when it needs a token, or a wider one (distribution specification, "Token Authentication"). */
public final class RegistryChallenge {

    /** Where the token service stands. */
    public static final String PATH = "/service/token";

    /** The audience by which a tool asks for a token. */
    public static final String SERVICE = "slipway";

    private RegistryChallenge() {}

    /**
     * The value of {@code WWW-Authenticate}.
     *
     * @param origin of the platform as its callers know it, {@code https://ci.example.org}
     */
    public static String of(String origin, String method, String path) {
        String scope = RegistryRequest.of(method, path).scope();
        return "Bearer realm=\"" + origin + PATH + "\",service=\"" + SERVICE + "\""
                + (scope == null ? "" : ",scope=\"" + scope + "\"");
    }

    /**
     * Whether a token is for what is asked.
     *
     * @param access null for a credential that is not limited to repositories
     */
    public static boolean covers(@Nullable RegistryAccess access, String method, String path) {
        if (access == null) {
            return true;
        }
        RegistryRequest request = RegistryRequest.of(method, path);
        return request.repository() == null || access.allows(request.repository(), request.action());
    }
}
