package dev.slipway.build.flow;

/** Who may see a flow and its builds. Building and changing it needs a role in its tenant all the same. */
public enum Visibility {
    /** Everybody, also without a credential. */
    PUBLIC,
    /** Those who have a role in its tenant. */
    PRIVATE
}
