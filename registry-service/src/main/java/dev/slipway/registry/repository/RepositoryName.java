package dev.slipway.registry.repository;

import dev.slipway.kit.identity.Slug;
import dev.slipway.registry.fault.RegistryException;
import dev.slipway.registry.fault.RegistryFault;
import java.util.List;

/**
 * The name of a repository: {@code owner/name}, {@code owner/group/name} and so on; the owner is the tenant's slug.
 *
 * <p>Grammar of a segment (OCI distribution specification 1.1, "Pulling manifests"): lower-case letters and digits, separated by
 * one {@code .}, one or two {@code _}, or any number of {@code -}. It is checked by hand in one pass, because the specification's
 * regular expression backtracks without bound on a hostile name.
 *
 * @param value the whole name, 3 to 255 characters
 */
public record RepositoryName(String value) {

    /** Clients refuse longer names, since host, name and tag have to fit in 255 characters for them. */
    static final int MAX_CHARACTERS = 255;

    public RepositoryName {
        if (value.length() > MAX_CHARACTERS) {
            throw invalid("a repository name has at most " + MAX_CHARACTERS + " characters");
        }
        List<String> segments = List.of(value.split("/", -1));
        if (segments.size() < 2) {
            throw invalid("a repository name is owner/name, with the owner first: " + value);
        }
        for (String segment : segments) {
            if (!isSegment(segment)) {
                throw invalid(
                        "a part of a repository name holds lower-case letters and digits, separated by '.', '_', '__' or '-': "
                                + value);
            }
        }
        if (!Slug.isSlug(segments.get(0))) {
            throw invalid("the owner in a repository name " + Slug.FORM + ": " + value);
        }
    }

    public static RepositoryName parse(String value) {
        return new RepositoryName(value);
    }

    /** The slug of the tenant that owns the repository: the first segment. */
    public String tenant() {
        return value.substring(0, value.indexOf('/'));
    }

    @Override
    public String toString() {
        return value;
    }

    private static boolean isSegment(String segment) {
        int separatorLength = 0;
        char separator = 0;
        boolean begun = false;
        for (char character : segment.toCharArray()) {
            if (isAlphanumeric(character)) {
                separatorLength = 0;
                begun = true;
                continue;
            }
            boolean continues = separatorLength > 0;
            if (!begun || (continues && character != separator)) {
                return false;
            }
            separator = character;
            separatorLength++;
            if (separatorLength > longestRunOf(character)) {
                return false;
            }
        }
        return begun && separatorLength == 0;
    }

    private static int longestRunOf(char separator) {
        return switch (separator) {
            case '.' -> 1;
            case '_' -> 2;
            case '-' -> MAX_CHARACTERS;
            default -> 0;
        };
    }

    private static boolean isAlphanumeric(char character) {
        return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
    }

    private static RegistryException invalid(String message) {
        return new RegistryException(RegistryFault.NAME_INVALID, message);
    }
}
