package dev.slipway.dialects.daocloud;

import dev.slipway.events.GitRef;
import java.util.Locale;

/**
 * The tag of the image that a build makes: the git tag's name, else the branch and the first seven digits of the commit
 * ({@code master-5785e42}), lower-cased, with every character that a tag may not have as a dash.
 */
public final class DaocloudTag {

    private static final int SHORT_SHA_DIGITS = 7;

    private DaocloudTag() {}

    /** While the commit is not known yet, a branch gives its bare name. */
    public static String of(GitRef ref) {
        String name = switch (ref.kind()) {
            case TAG -> ref.name();
            case BRANCH -> withSha(ref.name(), ref);
            case PULL_REQUEST -> withSha("pull-" + ref.name(), ref);
            case SHA ->
                ref.name().substring(0, Math.min(SHORT_SHA_DIGITS, ref.name().length()));
        };
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-");
    }

    private static String withSha(String name, GitRef ref) {
        String sha = ref.sha();
        return sha == null || sha.length() < SHORT_SHA_DIGITS ? name : name + "-" + sha.substring(0, SHORT_SHA_DIGITS);
    }
}
