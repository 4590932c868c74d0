package dev.slipway.app.runtime;

/**
 * How an app ended.
 *
 * @param reason for people: its exit code or signal, why it never ran, or why it was stopped
 * @param ran false if the command never ran
 * @param stopped true if it was stopped on purpose by whoever runs this node, false if it ended by itself
 */
public record AppEnd(String reason, boolean ran, boolean stopped) {}
