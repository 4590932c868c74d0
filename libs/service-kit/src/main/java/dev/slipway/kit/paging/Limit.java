package dev.slipway.kit.paging;

import dev.slipway.kit.error.SlipwayException;
import org.jspecify.annotations.Nullable;

/** The query parameter {@code limit}. */
public final class Limit {

    private Limit() {}

    /** @throws SlipwayException (invalid) outside of 1 to {@link Page#MAX_LIMIT} */
    public static int of(@Nullable Integer asked) {
        if (asked == null) {
            return Page.DEFAULT_LIMIT;
        }
        if (asked < 1 || asked > Page.MAX_LIMIT) {
            throw SlipwayException.invalid("limit", "must be between 1 and " + Page.MAX_LIMIT);
        }
        return asked;
    }
}
