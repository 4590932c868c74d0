package dev.slipway.app.action;

import java.util.UUID;

/**
 * The right to carry out one action. Everything that a worker writes carries the epoch: who has lost the lease can change nothing.
 *
 * @param epoch 1 for the first worker; more for one that takes over
 */
record ActionClaim(UUID actionId, UUID appId, ActionKind kind, String holder, long epoch) {

    boolean isTakenOver() {
        return epoch > 1;
    }
}
