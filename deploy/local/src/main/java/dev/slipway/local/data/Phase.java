package dev.slipway.local.data;

/**
 * Where a process of the suite is.
 *
 * <pre>
 * WAITING ─► STARTING ─► READY ─► STOPPING ─► STOPPED
 *               ▲ │         │
 *               │ ▼         ▼
 *               │ FAILED   RESTARTING ─► (STARTING)
 * EXTERNAL: not ours, only used.   DEAD: its launcher is gone, and so is it.
 * </pre>
 */
public enum Phase {
    WAITING,
    STARTING,
    READY,
    RESTARTING,
    FAILED,
    STOPPING,
    STOPPED,
    EXTERNAL,
    DEAD
}
