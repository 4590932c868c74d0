package dev.slipway.webhook.dialect.nativeapi;

import dev.slipway.kit.error.SlipwayException;
import java.util.UUID;

/** Ids in paths: what is no UUID is the id of nothing. */
final class PathIds {

    private PathIds() {}

    static UUID endpoint(String id) {
        return of(id, "webhook endpoint");
    }

    static UUID delivery(String id) {
        return of(id, "delivery");
    }

    private static UUID of(String id, String what) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw SlipwayException.notFound(what);
        }
    }
}
