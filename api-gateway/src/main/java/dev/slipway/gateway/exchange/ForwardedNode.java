package dev.slipway.gateway.exchange;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One stop on a request's way, as a proxy told it: an element of {@code Forwarded} (RFC 7239) or of {@code X-Forwarded-For}.
 *
 * @param address where the request came from; null if that is hidden ({@code unknown}, {@code _name}) or cannot be read
 * @param proto by which scheme it came, in lower case; null if not told
 * @param host what it asked for; null if not told
 */
record ForwardedNode(
        @Nullable InetAddress address,
        @Nullable String proto,
        @Nullable String host) {

    /** The stops in the order in which the request made them: the client's end first. */
    static List<ForwardedNode> ofForwarded(List<String> values) {
        List<ForwardedNode> nodes = new ArrayList<>();
        for (String value : values) {
            new Reader(value, nodes).read();
        }
        return nodes;
    }

    /**
     * As {@link #ofForwarded}, of the headers that were there before it. Those of scheme and host are shorter than the way where proxies replace what they find: then their first value
     * goes with all the stops that have none of their own. Without addresses there is one stop, whose address is hidden.
     */
    static List<ForwardedNode> ofUsual(
            List<String> forwardedFor, List<String> forwardedProto, List<String> forwardedHost) {
        List<String> addresses = elements(forwardedFor);
        List<String> protos = elements(forwardedProto);
        List<String> hosts = elements(forwardedHost);
        List<ForwardedNode> nodes = new ArrayList<>();
        int stops = Math.max(1, addresses.size());
        for (int stop = 0; stop < stops; stop++) {
            int fromOurEnd = stops - stop;
            String proto = fromEnd(protos, fromOurEnd);
            nodes.add(new ForwardedNode(
                    addresses.isEmpty() ? null : address(addresses.get(stop)),
                    proto == null ? null : proto.toLowerCase(Locale.ROOT),
                    fromEnd(hosts, fromOurEnd)));
        }
        return nodes;
    }

    private static List<String> elements(List<String> values) {
        List<String> elements = new ArrayList<>();
        for (String value : values) {
            for (String element : value.split(",", -1)) {
                elements.add(element.strip());
            }
        }
        return elements;
    }

    /** @param position 1 is the last */
    private static @Nullable String fromEnd(List<String> elements, int position) {
        return elements.isEmpty() ? null : elements.get(Math.max(0, elements.size() - position));
    }

    /** A literal address with or without a port; nothing is looked up. Null if it is not one. */
    static @Nullable InetAddress address(String node) {
        String host = node;
        if (node.startsWith("[")) {
            int end = node.indexOf(']');
            if (end < 0 || !isPort(node.substring(end + 1))) {
                return null;
            }
            host = node.substring(1, end);
            if (host.indexOf(':') < 0) {
                return null;
            }
        } else if (node.indexOf(':') >= 0 && node.indexOf(':') == node.lastIndexOf(':')) {
            int colon = node.indexOf(':');
            if (!isPort(node.substring(colon))) {
                return null;
            }
            host = node.substring(0, colon);
        }
        if (host.indexOf('%') >= 0) {
            return null;
        }
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(host);
        if (bytes == null) {
            return null;
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of neither 4 nor 16 bytes", e);
        }
    }

    /** {@code :8080}, an obfuscated {@code :_port}, or nothing. */
    private static boolean isPort(String text) {
        return text.isEmpty() || (text.length() > 1 && text.startsWith(":") && text.indexOf(':', 1) < 0);
    }

    /** Reads {@code for=192.0.2.60;proto=http, for="[2001:db8::1]:80"}. What cannot be read is an element without an address. */
    private static final class Reader {

        private final String text;
        private final List<ForwardedNode> nodes;
        private int at;
        private @Nullable InetAddress address;
        private @Nullable String proto;
        private @Nullable String host;

        private Reader(String text, List<ForwardedNode> nodes) {
            this.text = text;
            this.nodes = nodes;
        }

        private void read() {
            while (at <= text.length()) {
                char end = pair();
                if (end != ';') {
                    nodes.add(new ForwardedNode(address, proto, host));
                    address = null;
                    proto = null;
                    host = null;
                }
            }
        }

        /** One {@code name=value}; what ended it: a semicolon, a comma, or the end of the text (shown as a comma). */
        private char pair() {
            int begin = at;
            while (at < text.length() && "=;,".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            String name = text.substring(begin, at).strip();
            String value = "";
            if (at < text.length() && text.charAt(at) == '=') {
                at++;
                value = at < text.length() && text.charAt(at) == '"' ? quoted() : token();
            }
            take(name, value);
            while (at < text.length() && text.charAt(at) != ';' && text.charAt(at) != ',') {
                at++;
            }
            char end = at < text.length() ? text.charAt(at) : ',';
            at++;
            return end;
        }

        private String token() {
            int begin = at;
            while (at < text.length() && text.charAt(at) != ';' && text.charAt(at) != ',') {
                at++;
            }
            return text.substring(begin, at).strip();
        }

        private String quoted() {
            StringBuilder value = new StringBuilder();
            at++;
            while (at < text.length() && text.charAt(at) != '"') {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                value.append(text.charAt(at));
                at++;
            }
            at++;
            return value.toString();
        }

        private void take(String name, String value) {
            if (name.equalsIgnoreCase("for")) {
                address = ForwardedNode.address(value);
            } else if (name.equalsIgnoreCase("proto")) {
                proto = value.toLowerCase(Locale.ROOT);
            } else if (name.equalsIgnoreCase("host")) {
                host = value;
            }
        }
    }
}
