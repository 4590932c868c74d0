package dev.slipway.build.flow;

import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.identity.Slug;
import java.util.regex.Pattern;

/**
 * A repository's full name, {@code owner/name}.
 *
 * @param owner the slug of the tenant that it belongs to
 */
public record RepositoryName(String owner, String name) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    /** @throws SlipwayException (invalid) */
    public static RepositoryName parse(String fullName) {
        String[] parts = fullName.split("/", 2);
        RepositoryName repository = new RepositoryName(parts[0], parts.length == 2 ? parts[1] : "");
        if (!repository.isPossible()) {
            throw SlipwayException.invalid(
                    "repository",
                    "must be owner/name: the name of 1 to 100 letters, digits, dots, dashes and underscores; the owner "
                            + Slug.FORM);
        }
        return repository;
    }

    /** Whether any flow can have it: what somebody looks for may be anything. */
    boolean isPossible() {
        return Slug.isSlug(owner) && NAME.matcher(name).matches() && !name.equals(".") && !name.equals("..");
    }

    @Override
    public String toString() {
        return owner + "/" + name;
    }
}
