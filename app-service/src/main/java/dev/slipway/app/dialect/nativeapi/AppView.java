package dev.slipway.app.dialect.nativeapi;

import dev.slipway.app.app.App;
import dev.slipway.events.AppState;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An app as the native API shows it. The values of its environment are not shown: they may be secret.
 *
 * @param runtime where it runs: process
 * @param reason why it is FAILED, or STOPPED though no action asked for it; null otherwise
 * @param operatedAt when somebody last asked for an action
 */
record AppView(
        UUID id,
        String name,
        String owner,
        List<String> command,
        String runtime,
        AppState state,
        @Nullable String reason,
        long version,
        String createdBy,
        Instant createdAt,
        Instant changedAt,
        Instant operatedAt) {

    static AppView of(App app) {
        return new AppView(
                app.id(),
                app.name(),
                app.tenant(),
                app.command(),
                "process",
                app.state(),
                app.reason(),
                app.version(),
                app.createdBy(),
                app.createdAt(),
                app.changedAt(),
                app.operatedAt());
    }
}
