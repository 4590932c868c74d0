package dev.slipway.sandbox;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a detached process ended.
 *
 * @param code its own exit code, or 128 + the signal that ended it; empty when nobody saw it end: its supervisor was killed too
 * @param started false when the command never ran: the sandbox could not be made or the starter was killed; the log says why
 * @param stopReason what whoever stopped it said why; empty if nothing was said, or nobody stopped it
 */
public record DetachedExit(OptionalInt code, boolean started, Optional<String> stopReason) {}
