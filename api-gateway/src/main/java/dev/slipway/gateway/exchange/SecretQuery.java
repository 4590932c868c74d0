package dev.slipway.gateway.exchange;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the parameter {@code access_token} in queries, however its name is spelled: in any case, percent-encoded, behind {@code &} or {@code ;} or a stray {@code =},
 * as often as it is there. What is believed, what is taken out before the query goes on, and what no trace shows is found by the same reading. A token in
 * an address would end in the logs and traces of whoever sees the address.
 */
public final class SecretQuery {

    private static final String SECRET = "access_token";
    private static final String IN_ITS_PLACE = "-";

    private SecretQuery() {}

    /** The query without the parameter; the same string if it has none. */
    public static String without(String query) {
        StringBuilder rest = null;
        int begin = 0;
        while (begin <= query.length()) {
            int end = end(query, begin);
            boolean secret = isSecret(query, begin, end);
            if (secret && rest == null) {
                rest = new StringBuilder(query.length()).append(query, 0, Math.max(0, begin - 1));
            } else if (!secret && rest != null) {
                // With the separator before it, unless it has become the first.
                rest.append(query, rest.length() == 0 ? begin : begin - 1, end);
            }
            begin = end + 1;
        }
        return rest == null ? query : rest.toString();
    }

    /** The parameter's values, decoded, in their order. */
    static List<String> values(String query) {
        List<String> values = new ArrayList<>(1);
        int begin = 0;
        while (begin <= query.length()) {
            int end = end(query, begin);
            if (isSecret(query, begin, end)) {
                int equals = query.indexOf('=', name(query, begin, end));
                values.add(equals < 0 || equals >= end ? "" : decoded(query.substring(equals + 1, end)));
            }
            begin = end + 1;
        }
        return values;
    }

    /**
     * A query as a span may show it: cut off at the parameter's value. A span has it decoded, so that the value's end is not to be seen any more, nor what
     * stood between parameters.
     */
    public static String redactedQuery(String query) {
        return redacted(query, 0);
    }

    /** As {@link #redactedQuery}, for an address with or without a query. */
    public static String redactedAddress(String address) {
        int begin = nextBoundary(address, 0) + 1;
        return begin == 0 ? address : redacted(address, begin);
    }

    private static String redacted(String text, int from) {
        int begin = from;
        while (begin <= text.length()) {
            int boundary = nextBoundary(text, begin);
            int end = boundary < 0 ? text.length() : boundary;
            if (isSecret(text, begin, end)) {
                int equals = text.indexOf('=', name(text, begin, end));
                int nameEnd = equals < 0 || equals > end ? end : equals;
                return text.substring(0, nameEnd) + "=" + IN_ITS_PLACE;
            }
            begin = end + 1;
        }
        return text;
    }

    /** Where a parameter may end or begin in a text that may have been decoded; -1 if nowhere any more. */
    private static int nextBoundary(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if ("?&;#".indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    /** Where the parameter that begins there ends. */
    private static int end(String query, int begin) {
        for (int i = begin; i < query.length(); i++) {
            if (query.charAt(i) == '&' || query.charAt(i) == ';') {
                return i;
            }
        }
        return query.length();
    }

    /** Where the parameter's name begins: some readers skip what stands before it. */
    private static int name(String query, int begin, int end) {
        int name = begin;
        while (name < end && query.charAt(name) == '=') {
            name++;
        }
        return name;
    }

    private static boolean isSecret(String query, int begin, int end) {
        int at = name(query, begin, end);
        for (int i = 0; i < SECRET.length(); i++) {
            if (at >= end) {
                return false;
            }
            char character = query.charAt(at++);
            if (character == '%' && at + 1 < end) {
                int octet = Character.digit(query.charAt(at), 16) << 4 | Character.digit(query.charAt(at + 1), 16);
                character = octet < 0 ? '%' : (char) octet;
                at += 2;
            }
            if (Character.toLowerCase(character) != SECRET.charAt(i)) {
                return false;
            }
        }
        return at == end || query.charAt(at) == '=';
    }

    /** A value with a broken encoding stands for itself: it is nobody's token. */
    private static String decoded(String value) {
        try {
            return QueryStringDecoder.decodeComponent(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value;
        }
    }
}
