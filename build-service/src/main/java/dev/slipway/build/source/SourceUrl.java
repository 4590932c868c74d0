package dev.slipway.build.source;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a repository is cloned from: {@code http}, {@code https} or {@code file}, without credentials. Written so strictly that git,
 * curl and Java cannot read it differently.
 *
 * @param host lower-case name or address without brackets; empty for {@code file}
 * @param port 0 for {@code file}
 */
public record SourceUrl(Scheme scheme, String host, int port, String path, String text) {

    /** What git is allowed to speak. */
    public enum Scheme {
        HTTP(80),
        HTTPS(443),
        FILE(0);

        private final int defaultPort;

        Scheme(int defaultPort) {
            this.defaultPort = defaultPort;
        }
    }

    private static final int MAX_LENGTH = 2000;
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9._-]*[a-z0-9])?");
    private static final Pattern LOOKS_NUMERIC = Pattern.compile("(.*\\.)?(0x[0-9a-f]*|[0-9]+)");
    private static final Pattern OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");

    /** @throws SourceException INVALID, with a message that says what to mend */
    public static SourceUrl parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw invalid("is longer than " + MAX_LENGTH + " characters");
        }
        URI uri = uriOf(text);
        Scheme scheme = schemeOf(uri);
        if (uri.getRawUserInfo() != null) {
            throw invalid("must not hold credentials");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw invalid("must not have a query or a fragment");
        }
        String path = uri.getPath();
        if (path == null || !path.startsWith("/") || path.codePoints().anyMatch(SourceUrl::isUnspeakable)) {
            throw invalid("must have a path");
        }
        if (scheme == Scheme.FILE) {
            if (uri.getRawAuthority() != null && !uri.getRawAuthority().equals("localhost")) {
                throw invalid("must not name a host when it is a file URL");
            }
            return new SourceUrl(scheme, "", 0, path, text);
        }
        int port = uri.getPort() == -1 ? scheme.defaultPort : uri.getPort();
        if (port < 1 || port > 65535) {
            throw invalid("has an impossible port");
        }
        return new SourceUrl(scheme, hostOf(uri), port, path, text);
    }

    /** A control character, or half a character (a lone surrogate), which Java's URI lets through. */
    private static boolean isUnspeakable(int codePoint) {
        return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
    }

    private static URI uriOf(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException notAUrl) {
            throw invalid("is not a URL");
        }
    }

    private static Scheme schemeOf(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "http" -> Scheme.HTTP;
            case "https" -> Scheme.HTTPS;
            case "file" -> Scheme.FILE;
            default -> throw invalid("must begin with http://, https:// or file://");
        };
    }

    /**
     * Java takes {@code 0177.0.0.1} for a public address, libc for loopback: addresses are accepted in their usual form only, so that
     * what is checked is what is connected to.
     */
    private static String hostOf(URI uri) {
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        if (host.startsWith("[") && host.endsWith("]") && !host.contains("%")) {
            return host.substring(1, host.length() - 1);
        }
        boolean usual = LOOKS_NUMERIC.matcher(host).matches()
                ? isDottedDecimal(host)
                : NAME.matcher(host).matches();
        if (!usual) {
            throw invalid("must name a host");
        }
        return host;
    }

    private static boolean isDottedDecimal(String host) {
        String[] octets = host.split("\\.", -1);
        if (octets.length != 4) {
            return false;
        }
        for (String octet : octets) {
            if (!OCTET.matcher(octet).matches() || Integer.parseInt(octet) > 255) {
                return false;
            }
        }
        return true;
    }

    private static SourceException invalid(String problem) {
        return new SourceException(SourceException.Kind.INVALID, "the source URL " + problem);
    }
}
