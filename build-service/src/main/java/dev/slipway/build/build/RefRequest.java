package dev.slipway.build.build;

import dev.slipway.build.source.RefNames;
import dev.slipway.events.GitRef;
import dev.slipway.kit.error.SlipwayException;
import java.util.Locale;

/** Turns what a caller names into a ref, as far as that can be done without the repository. */
public final class RefRequest {

    private RefRequest() {}

    public static GitRef branch(String name) {
        return checked("branch", new GitRef(GitRef.Kind.BRANCH, name, null), "is not a name that git allows");
    }

    public static GitRef tag(String name) {
        return checked("tag", new GitRef(GitRef.Kind.TAG, name, null), "is not a name that git allows");
    }

    /** A commit is known by its id: nobody needs to be asked about it. */
    public static GitRef sha(String sha) {
        String digits = sha.toLowerCase(Locale.ROOT);
        return checked(
                "sha",
                new GitRef(GitRef.Kind.SHA, digits, digits),
                "must be a full commit id of 40 hexadecimal digits");
    }

    private static GitRef checked(String field, GitRef ref, String whatToMend) {
        if (!RefNames.isValid(ref)) {
            throw SlipwayException.invalid(field, whatToMend);
        }
        return ref;
    }
}
