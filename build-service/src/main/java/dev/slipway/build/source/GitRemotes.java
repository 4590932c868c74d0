package dev.slipway.build.source;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Checks where a URL leads before git goes there. A host name is resolved here, each address is checked, and git is pinned to just
 * these addresses, so that a name that answers differently the second time (DNS rebinding) gains nothing. Blocks on name resolution.
 */
final class GitRemotes {

    private final FileRoots fileRoots;
    private final Predicate<InetAddress> allowed;
    private final Names names;

    GitRemotes(FileRoots fileRoots, Predicate<InetAddress> allowed, Names names) {
        this.fileRoots = fileRoots;
        this.allowed = allowed;
        this.names = names;
    }

    /** Where host names are looked up. */
    interface Names {

        InetAddress[] addressesOf(String host) throws UnknownHostException;
    }

    /** @throws SourceException INVALID or CANNOT_CLONE */
    GitRemote open(SourceUrl url) {
        return switch (url.scheme()) {
            case FILE -> new GitRemote(List.of(), fileRoots.resolve(url).toString());
            case HTTP, HTTPS -> new GitRemote(List.of("-c", "http.curloptResolve=" + checked(url)), url.text());
        };
    }

    /** In curl's words: {@code host:port:address,address}. */
    private String checked(SourceUrl url) {
        InetAddress[] addresses = addressesOf(url.host());
        for (InetAddress address : addresses) {
            if (!allowed.test(address)) {
                throw new SourceException(
                        SourceException.Kind.INVALID,
                        "the source URL leads to an address that this installation does not connect to");
            }
        }
        return bracketed(url.host()) + ":" + url.port() + ":"
                + Arrays.stream(addresses)
                        .map(address -> bracketed(address.getHostAddress()))
                        .collect(Collectors.joining(","));
    }

    private static String bracketed(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    private InetAddress[] addressesOf(String host) {
        try {
            return names.addressesOf(host);
        } catch (UnknownHostException unknown) {
            throw new SourceException(SourceException.Kind.CANNOT_CLONE, "the host of the source URL is unknown");
        }
    }
}
