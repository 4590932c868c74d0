package dev.slipway.events;

/** What an app's process does. */
public enum AppState {
    STARTING,
    RUNNING,
    STOPPING,
    STOPPED,
    /** It ended though nobody had asked it to. */
    FAILED
}
