package dev.slipway.events;

/** The state of an app's action. The last two are final. */
public enum ActionStatus {
    RUNNING,
    SUCCEEDED,
    FAILED
}
