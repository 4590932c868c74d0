package dev.slipway.kit.identity;

import dev.slipway.kit.error.SlipwayException;
import java.util.regex.Pattern;

/**
 * What a tenant's slug, and a user's login, may look like. Every service checks an owner by this one form: what one of them took and another refused
 * would be an owner without members, or without a place in the registry.
 *
 * <p>It is a path segment of an image's name (OCI distribution specification 1.1, "Pulling manifests") of at most {@link #MAX_CHARACTERS}
 * characters: that is the narrowest of the places where a slug stands, and is good in URLs and file names too.
 */
public final class Slug {

    public static final int MAX_CHARACTERS = 39;

    /** For a constraint on a field. The length is looked at first: the rest is only ever tried on a short text. */
    public static final String PATTERN = "(?=.{1,39}$)[a-z0-9]+(?:(?:\\.|__?|-+)[a-z0-9]+)*";

    /** What {@link #PATTERN} asks for, in words for the caller. */
    public static final String FORM =
            "must be 1 to 39 lower-case letters and digits, with single dots, one or two underscores, or dashes between them";

    private static final Pattern COMPILED = Pattern.compile(PATTERN);

    private Slug() {}

    public static boolean isSlug(String text) {
        return COMPILED.matcher(text).matches();
    }

    /** @throws SlipwayException (invalid, naming the field) if it is not a slug */
    public static String require(String field, String text) {
        if (!isSlug(text)) {
            throw SlipwayException.invalid(field, FORM);
        }
        return text;
    }
}
