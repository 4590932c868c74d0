package dev.slipway.webhook.delivery;

import static dev.slipway.webhook.delivery.DeliveryStatus.DEAD;
import static dev.slipway.webhook.delivery.DeliveryStatus.DELIVERED;
import static dev.slipway.webhook.delivery.DeliveryStatus.DELIVERING;
import static dev.slipway.webhook.delivery.DeliveryStatus.HELD;
import static dev.slipway.webhook.delivery.DeliveryStatus.PENDING;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a delivery moves.
 *
 * <pre>
 *              onClaimed               onAccepted
 *   PENDING ───────────────► DELIVERING ──────────► DELIVERED
 *    │ ▲ ▲                    │  │
 *    │ │ └────────────────────┘  │ onFailed, no retry left
 *    │ │  onFailed, onInterrupted│
 *    │ │                         ▼
 *    │ └──────── HELD ────────► DEAD
 *    │ onReleased  ▲ onAbandoned  ▲
 *    ├─────────────┘ onHeld       │
 *    └────────────────────────────┘ onAbandoned, also from DELIVERING
 * </pre>
 *
 * <p>Whoever reports of an attempt names the epoch under which it claimed the delivery. A report under another epoch is one of a worker that
 * was frozen past its lease while somebody else went on: it changes nothing.
 */
public final class DeliveryStateMachine {

    private static final Map<DeliveryStatus, Set<DeliveryStatus>> ALLOWED = Map.of(
            PENDING, EnumSet.of(DELIVERING, HELD, DEAD),
            DELIVERING, EnumSet.of(PENDING, DELIVERED, DEAD),
            HELD, EnumSet.of(PENDING, DEAD),
            DELIVERED, EnumSet.noneOf(DeliveryStatus.class),
            DEAD, EnumSet.noneOf(DeliveryStatus.class));

    private DeliveryStateMachine() {}

    public static boolean allows(DeliveryStatus from, DeliveryStatus to) {
        return ALLOWED.getOrDefault(from, Set.of()).contains(to);
    }

    public static Optional<DeliveryState> onClaimed(DeliveryState state) {
        return move(state, DELIVERING)
                .map(next -> new DeliveryState(
                        DELIVERING, state.attempts() + 1, state.failures(), state.epoch() + 1, Duration.ZERO, null));
    }

    public static Optional<DeliveryState> onAccepted(DeliveryState state, long epoch) {
        return state.epoch() == epoch ? move(state, DELIVERED) : Optional.empty();
    }

    /** @param words what went wrong, for a person */
    public static Optional<DeliveryState> onFailed(DeliveryState state, long epoch, RetryPolicy policy, String words) {
        if (state.status() != DELIVERING || state.epoch() != epoch) {
            return Optional.empty();
        }
        int failures = state.failures() + 1;
        return Optional.of(policy.waitAfter(failures)
                .map(wait -> new DeliveryState(PENDING, state.attempts(), failures, epoch, wait, null))
                .orElseGet(() -> new DeliveryState(
                        DEAD, state.attempts(), failures, epoch, Duration.ZERO, gaveUp(failures, words))));
    }

    /**
     * The worker is gone, or stops and gives it back: whether the receiver got the request is not known, so it is sent again, at once, and without
     * using up a retry.
     */
    public static Optional<DeliveryState> onInterrupted(DeliveryState state) {
        return state.status() == DELIVERING ? move(state, PENDING) : Optional.empty();
    }

    public static Optional<DeliveryState> onHeld(DeliveryState state, String reason) {
        return move(state, HELD).map(next -> because(next, reason));
    }

    public static Optional<DeliveryState> onReleased(DeliveryState state) {
        return state.status() == HELD ? move(state, PENDING) : Optional.empty();
    }

    /** Nobody wants it any more, since its endpoint was deleted; or it can never be sent. */
    public static Optional<DeliveryState> onAbandoned(DeliveryState state, String reason) {
        return move(state, DEAD).map(next -> because(next, reason));
    }

    private static Optional<DeliveryState> move(DeliveryState state, DeliveryStatus to) {
        return allows(state.status(), to)
                ? Optional.of(
                        new DeliveryState(to, state.attempts(), state.failures(), state.epoch(), Duration.ZERO, null))
                : Optional.empty();
    }

    private static DeliveryState because(DeliveryState state, String reason) {
        return new DeliveryState(
                state.status(), state.attempts(), state.failures(), state.epoch(), state.backOff(), reason);
    }

    private static String gaveUp(int failures, String words) {
        return "gave up after " + failures + " failed attempts; the last: " + words;
    }
}
