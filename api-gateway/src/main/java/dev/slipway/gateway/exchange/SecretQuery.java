package dev.slipway.gateway.exchange;

import org.jspecify.annotations.Nullable;

/**
 * Takes the parameter {@code access_token} out of queries, however its name is spelled: in any case, percent-encoded, as often as it is there. A token in
 * an address would end in the logs and traces of whoever sees the address.
 */
public final class SecretQuery {

    private static final String SECRET = "access_token";
    private static final String IN_ITS_PLACE = "-";

    private SecretQuery() {}

    /** The query without the parameter; the same string if it has none. */
    public static String without(String query) {
        return rewrite(query, null);
    }

    /** An address, or a query alone, with the parameter's value replaced; the same string if it has none. */
    public static String redacted(String address) {
        int query = address.indexOf('?') + 1;
        int fragment = address.indexOf('#', query);
        int end = fragment < 0 ? address.length() : fragment;
        String before = address.substring(query, end);
        String after = rewrite(before, IN_ITS_PLACE);
        return before.equals(after) ? address : address.substring(0, query) + after + address.substring(end);
    }

    private static String rewrite(String query, @Nullable String value) {
        StringBuilder rewritten = null;
        int begin = 0;
        while (begin <= query.length()) {
            int ampersand = query.indexOf('&', begin);
            int end = ampersand < 0 ? query.length() : ampersand;
            int nameEnd = nameEnd(query, begin, end);
            boolean secret = isSecret(query, begin, nameEnd);
            if (secret && rewritten == null) {
                rewritten = new StringBuilder(query.length()).append(query, 0, Math.max(0, begin - 1));
            }
            if (rewritten != null && !(secret && value == null)) {
                if (begin > 0 && rewritten.length() > 0) {
                    rewritten.append('&');
                }
                rewritten.append(query, begin, secret ? nameEnd : end);
                if (secret) {
                    rewritten.append('=').append(value);
                }
            }
            begin = end + 1;
        }
        return rewritten == null ? query : rewritten.toString();
    }

    private static int nameEnd(String query, int begin, int end) {
        int equals = query.indexOf('=', begin);
        return equals < 0 || equals > end ? end : equals;
    }

    private static boolean isSecret(String query, int begin, int end) {
        int at = begin;
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
        return at == end;
    }
}
