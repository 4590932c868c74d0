package dev.slipway.events;

import java.util.UUID;

/** The process of an app has started or ended, asked or not. */
public record AppStateChanged(AppState previousState, AppSnapshot app) implements Event {

    @Override
    public UUID aggregateId() {
        return app.id();
    }
}
