package dev.slipway.events;

import org.jspecify.annotations.Nullable;

/**
 * What of a repository is built.
 *
 * @param kind what {@code name} is
 * @param name the branch's or tag's short name ({@code main}, {@code v1.0}), the pull request's number, or the full commit id
 * @param sha the commit that the name stood for when the build was accepted, 40 hexadecimal digits; null while it is not known yet
 */
public record GitRef(Kind kind, String name, @Nullable String sha) {

    public enum Kind {
        BRANCH,
        TAG,
        PULL_REQUEST,
        SHA
    }

    public GitRef withSha(String resolved) {
        return new GitRef(kind, name, resolved);
    }

    /** The full name as git and Drone write it ({@code refs/heads/main}); a bare commit id for {@link Kind#SHA}. */
    public String fullName() {
        return switch (kind) {
            case BRANCH -> "refs/heads/" + name;
            case TAG -> "refs/tags/" + name;
            case PULL_REQUEST -> "refs/pull/" + name + "/head";
            case SHA -> name;
        };
    }
}
