package dev.slipway.gateway.proxy;

/**
 * Where an answer sends the client on, as the client can reach it: a service that names itself, by its own address or by the Host that it was
 * asked by, becomes the platform's public address. Anybody else's address is left alone.
 */
final class PublicLocation {

    private PublicLocation() {}

    /**
     * @param location as the service said it
     * @param own the authority at which the gateway asked the service
     * @param host that the service was told
     * @param base of public links, without a slash at its end
     * @param prefix the path of that base
     */
    static String of(String location, String own, String host, String base, String prefix) {
        if (location.startsWith("/") && !location.startsWith("//")) {
            return prefix.isEmpty() || isBelow(location, prefix) ? location : prefix + location;
        }
        for (String scheme : new String[] {"http://", "https://"}) {
            for (String authority : new String[] {own, host}) {
                String self = scheme + authority;
                if (!authority.isEmpty() && isBelow(location, self)) {
                    String rest = location.substring(self.length());
                    return !prefix.isEmpty() && isBelow(rest, prefix)
                            ? base + rest.substring(prefix.length())
                            : base + rest;
                }
            }
        }
        return location;
    }

    /** Whether the text is that address or one below it: {@code http://a:80} is not the begin of {@code http://a:8081}. */
    private static boolean isBelow(String text, String above) {
        return text.regionMatches(true, 0, above, 0, above.length())
                && (text.length() == above.length() || "/?#".indexOf(text.charAt(above.length())) >= 0);
    }
}
