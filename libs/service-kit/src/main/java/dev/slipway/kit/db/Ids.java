package dev.slipway.kit.db;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/** Ids of things and events: UUIDv7 (RFC 9562), so that they sort by the time of their making. */
public final class Ids {

    private Ids() {}

    public static UUID newId() {
        return UuidCreator.getTimeOrderedEpoch();
    }
}
