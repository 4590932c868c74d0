package dev.slipway.build.flow;

import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.identity.Slug;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A repository's full name, {@code owner/name}.
 *
 * @param owner the slug of the tenant that it belongs to
 */
public record RepositoryName(String owner, String name) {

    private static final Pattern FULL_NAME = Pattern.compile("([^/]+)/([A-Za-z0-9._-]{1,100})");

    /** @throws SlipwayException (invalid) */
    public static RepositoryName parse(String fullName) {
        Matcher matcher = FULL_NAME.matcher(fullName);
        if (!matcher.matches()
                || !Slug.isSlug(matcher.group(1))
                || matcher.group(2).equals(".")
                || matcher.group(2).equals("..")) {
            throw SlipwayException.invalid(
                    "repository",
                    "must be owner/name: the name of 1 to 100 letters, digits, dots, dashes and underscores; the owner "
                            + Slug.FORM);
        }
        return new RepositoryName(matcher.group(1), matcher.group(2));
    }

    /** Whether any flow can have it: what somebody looks for may be anything. */
    boolean isPossible() {
        return FULL_NAME.matcher(toString()).matches();
    }

    @Override
    public String toString() {
        return owner + "/" + name;
    }
}
