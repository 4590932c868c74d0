package dev.slipway.app.action;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How actions are carried out. */
@ConfigMapping(prefix = "slipway.app.action")
public interface ActionSettings {

    /** How many actions one service process carries out at once. */
    @WithDefault("8")
    int concurrency();

    /** What an action may take from its acceptance to its end; then it fails. */
    @WithDefault("120s")
    Duration timeLimit();

    /** How long another worker keeps its hands off an action whose worker is silent. */
    @WithDefault("20s")
    Duration lease();

    /** How often is looked for actions that no signal told of, and for overdue ones. */
    @WithDefault("1s")
    Duration poll();

    /** What an app may take to end when it is stopped, before it is killed. */
    @WithDefault("10s")
    Duration stopGrace();

    /** An app that ends sooner than this after its start has not started. */
    @WithDefault("500ms")
    Duration startSettle();
}
