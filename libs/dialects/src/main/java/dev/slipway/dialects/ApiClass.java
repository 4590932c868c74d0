package dev.slipway.dialects;

import java.util.Locale;

/** What a call costs: the quota of an hour is counted per principal and class. */
public enum ApiClass {
    /** Reads of state. */
    READ,
    /** Changes of configuration. */
    WRITE,
    /** Asks for a build or a pipeline run. */
    BUILD,
    /** Asks for a change of what runs. */
    DEPLOY,
    /** Reads of logs, which are long. */
    LOG;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The name in route files, configuration and metrics. */
    public String word() {
        return word;
    }
}
