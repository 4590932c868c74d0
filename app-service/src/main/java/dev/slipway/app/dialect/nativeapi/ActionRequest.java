package dev.slipway.app.dialect.nativeapi;

import dev.slipway.app.action.ActionKind;
import dev.slipway.kit.error.SlipwayException;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /platform/v1/apps/{id}/actions}.
 *
 * @param name start, stop or restart; required
 */
record ActionRequest(@Nullable String name) {

    ActionKind checked() {
        if (name == null) {
            throw SlipwayException.invalid("name", "is required");
        }
        return ActionKind.ofWord(name)
                .orElseThrow(() -> SlipwayException.invalid("name", "must be start, stop or restart"));
    }
}
