package dev.slipway.app.dialect.nativeapi;

import dev.slipway.app.app.NewApp;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /platform/v1/apps}.
 *
 * @param name unique among the owner's apps; required
 * @param owner the slug of the tenant that it runs for; required
 * @param command the program and its arguments; required
 * @param environment variables; its values are never shown again
 */
record AppRequest(
        @Nullable String name,
        @Nullable String owner,
        @Nullable List<@Nullable String> command,
        @Nullable Map<String, @Nullable String> environment) {

    NewApp checked() {
        return NewApp.of(owner, name, command, environment);
    }
}
