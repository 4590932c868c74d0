package dev.slipway.sandbox;

/** The rungs of the ladder, strongest first. */
public enum SandboxLevel {
    /** bubblewrap: new namespaces, a root of its own, no way back. */
    BUBBLEWRAP,
    /** The same made with util-linux's {@code unshare}, {@code mount} and {@code pivot_root}. */
    NAMESPACES,
    /** A plain process of the service's own user, which may read, connect to and kill what the service may. Only when the operator said so. */
    NONE
}
