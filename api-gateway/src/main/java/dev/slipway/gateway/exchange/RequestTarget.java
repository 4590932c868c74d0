package dev.slipway.gateway.exchange;

import dev.slipway.kit.error.SlipwayException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for, in one spelling: whatever could mean one path to the gateway and another to a service is refused before
 * anything is decided by it (encoded or repeated slashes, dot segments, matrix parameters, control characters), and characters that need no
 * encoding are decoded (RFC 3986, 6.2.2.2).
 *
 * @param path normalised, beginning with a slash
 * @param query as it came, without {@code access_token}; null if there is none
 */
public record RequestTarget(String path, @Nullable String query) {

    /** What may stand in a path besides letters and digits without making it a matter of reading. */
    private static final String PLAIN = "-_~.:@!$&'()*+,=";

    /**
     * Parses a request line's target, in origin form or absolute form.
     *
     * @throws SlipwayException (invalid) saying what is wrong with it
     */
    public static RequestTarget parse(String uri) {
        String origin = withoutAuthority(uri);
        int question = origin.indexOf('?');
        String path = question < 0 ? origin : origin.substring(0, question);
        String query = question < 0 ? null : SecretQuery.without(origin.substring(question + 1));
        if (!path.startsWith("/")) {
            throw SlipwayException.invalid("path", "must begin with a slash");
        }
        if (origin.indexOf('#') >= 0) {
            // To some readers a query ends there, to others it does not (RFC 9112, 3.2: no fragment is ever sent).
            throw SlipwayException.invalid("path", "must not have a fragment (#)");
        }
        return new RequestTarget(normalise(path), query == null || query.isEmpty() ? null : query);
    }

    /**
     * Checks that the request names one host (RFC 9112, 3.2): two that differ could be two places to the gateway and a service.
     *
     * @param uri of the request line
     * @param hosts the values of {@code Host}
     * @throws SlipwayException (invalid) saying what is wrong
     */
    static void checkHost(String uri, List<String> hosts) {
        if (hosts.size() != 1) {
            throw SlipwayException.invalid("Host", "is required, once (RFC 9112, 3.2)");
        }
        String host = hosts.get(0);
        for (int i = 0; i < host.length(); i++) {
            if (!isAsciiLetterOrDigit(host.charAt(i)) && "-._~:[]".indexOf(host.charAt(i)) < 0) {
                throw SlipwayException.invalid("Host", "is not the name of a host");
            }
        }
        int scheme = uri.startsWith("/") ? -1 : uri.indexOf("://");
        if (scheme >= 0) {
            int slash = uri.indexOf('/', scheme + 3);
            String authority = uri.substring(scheme + 3, slash < 0 ? uri.length() : slash);
            if (!authority.equalsIgnoreCase(host)) {
                throw SlipwayException.invalid("Host", "differs from the host of the request line");
            }
        }
    }

    /** What to ask the service for. */
    public String uri() {
        return query == null ? path : path + "?" + query;
    }

    private static String withoutAuthority(String uri) {
        int scheme = uri.indexOf("://");
        if (scheme < 0 || uri.startsWith("/")) {
            return uri;
        }
        int slash = uri.indexOf('/', scheme + 3);
        return slash < 0 ? "/" : uri.substring(slash);
    }

    /** Whether a path is what it says, as nearly all are. */
    private static boolean isPlain(String path) {
        for (int i = 0; i < path.length(); i++) {
            char character = path.charAt(i);
            if (character == '/') {
                char next = i + 1 < path.length() ? path.charAt(i + 1) : ' ';
                if (next == '/' || next == '.') {
                    return false;
                }
            } else if (!isAsciiLetterOrDigit(character) && PLAIN.indexOf(character) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAsciiLetterOrDigit(int character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9');
    }

    private static String normalise(String path) {
        if (isPlain(path)) {
            return path;
        }
        StringBuilder normalised = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            char character = path.charAt(i);
            if (character == '%') {
                normalised.append(decoded(path, i));
                i += 2;
            } else if (character <= ' ' || character >= 0x7f || "\\;#\"<>^`{|}".indexOf(character) >= 0) {
                throw SlipwayException.invalid(
                        "path", "contains a character that must be encoded or has no place there");
            } else {
                normalised.append(character);
            }
        }
        String result = normalised.toString();
        for (String segment : result.split("/", -1)) {
            if (segment.equals(".") || segment.equals("..")) {
                throw SlipwayException.invalid("path", "must not contain dot segments");
            }
        }
        if (result.contains("//")) {
            throw SlipwayException.invalid("path", "must not contain empty parts");
        }
        return result;
    }

    /** One percent-encoded octet: the character itself where encoding means nothing, the encoding in upper case where it does. */
    private static String decoded(String path, int at) {
        int high = at + 2 < path.length() ? Character.digit(path.charAt(at + 1), 16) : -1;
        int low = high >= 0 ? Character.digit(path.charAt(at + 2), 16) : -1;
        if (low < 0) {
            throw SlipwayException.invalid("path", "contains a malformed percent-encoding");
        }
        int octet = high << 4 | low;
        if (octet < ' ' || octet == 0x7f || octet == '/' || octet == '\\' || octet == ';') {
            throw SlipwayException.invalid(
                    "path", "must not contain encoded slashes, semicolons or control characters");
        }
        boolean unreserved = isAsciiLetterOrDigit(octet) || "-._~".indexOf(octet) >= 0;
        return unreserved ? String.valueOf((char) octet) : String.format("%%%02X", octet);
    }
}
