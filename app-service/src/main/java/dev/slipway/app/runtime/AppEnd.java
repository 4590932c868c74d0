package dev.slipway.app.runtime;

/**
 * How an app ended.
 *
 * @param reason for people: its exit code or signal, or why it never ran
 * @param ran false if the command never ran
 */
public record AppEnd(String reason, boolean ran) {}
