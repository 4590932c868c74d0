package dev.slipway.build.dialect.nativeapi;

import dev.slipway.build.build.RefRequest;
import dev.slipway.events.GitRef;
import dev.slipway.kit.error.SlipwayException;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /platform/v1/flows/{id}/builds}: exactly one of branch, tag and sha.
 *
 * @param parameters environment variables of every step
 */
record BuildRequest(
        @Nullable String branch,
        @Nullable String tag,
        @Nullable String sha,
        @Nullable Map<String, @Nullable String> parameters) {

    /** @throws SlipwayException (invalid) */
    GitRef ref() {
        if (Stream.of(branch, tag, sha).filter(Objects::nonNull).count() != 1) {
            throw SlipwayException.invalid("branch", "give exactly one of branch, tag and sha");
        }
        if (branch != null) {
            return RefRequest.branch(branch);
        }
        return tag != null ? RefRequest.tag(tag) : RefRequest.sha(Objects.requireNonNull(sha));
    }
}
