package dev.slipway.kit.paging;

import dev.slipway.kit.error.SlipwayException;
import org.jspecify.annotations.Nullable;

/**
 * A query parameter that says how many are wanted. Resources take it as text: a parameter of type {@code Integer} that is not a number is answered by
 * JAX-RS (section 3.2) with 404, as though the list did not exist.
 */
public final class Limit {

    private Limit() {}

    /**
     * The parameter {@code limit} of a list.
     *
     * @return {@link Page#DEFAULT_LIMIT} if nothing was asked for
     * @throws SlipwayException (invalid) if it is not a whole number from 1 to {@link Page#MAX_LIMIT}
     */
    public static int of(@Nullable String asked) {
        return of("limit", asked, Page.DEFAULT_LIMIT, Page.MAX_LIMIT);
    }

    /** @throws SlipwayException (invalid, naming the parameter) if it is not a whole number from 1 to {@code most} */
    public static int of(String parameter, @Nullable String asked, int unlessTold, int most) {
        if (asked == null) {
            return unlessTold;
        }
        try {
            int number = Integer.parseInt(asked);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw invalid(parameter, most);
        }
        throw invalid(parameter, most);
    }

    private static SlipwayException invalid(String parameter, int most) {
        return SlipwayException.invalid(parameter, "must be a whole number between 1 and " + most);
    }
}
