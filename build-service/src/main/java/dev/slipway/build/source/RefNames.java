package dev.slipway.build.source;

import dev.slipway.events.GitRef;
import java.util.regex.Pattern;

/**
 * Which names git accepts for branches and tags (git-check-ref-format), and none that could be taken for an option or that has half a
 * character (a lone surrogate), which has no UTF-8.
 */
public final class RefNames {

    private static final int MAX_LENGTH = 244;
    private static final Pattern SHA = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern PULL_REQUEST = Pattern.compile("[1-9][0-9]{0,9}");
    private static final Pattern FORBIDDEN =
            Pattern.compile("[\\x00-\\x20\\x7f\\p{Cs}~^:?*\\[\\\\]|\\.\\.|@\\{|//|/\\.|\\.lock(/|$)");

    private RefNames() {}

    /** Whether the ref is well-formed; says nothing about whether it exists. */
    public static boolean isValid(GitRef ref) {
        boolean nameIsValid = switch (ref.kind()) {
            case BRANCH, TAG -> isValidName(ref.name());
            case PULL_REQUEST -> PULL_REQUEST.matcher(ref.name()).matches();
            case SHA -> isSha(ref.name());
        };
        return nameIsValid && (ref.sha() == null || isSha(ref.sha()));
    }

    /** A full commit id: 40 hexadecimal digits, lower case. */
    public static boolean isSha(String text) {
        return SHA.matcher(text).matches();
    }

    private static boolean isValidName(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_LENGTH
                && !name.equals("@")
                && !name.startsWith("-")
                && !name.startsWith("/")
                && !name.startsWith(".")
                && !name.endsWith("/")
                && !name.endsWith(".")
                && !FORBIDDEN.matcher(name).find();
    }
}
