package dev.slipway.gateway.proxy;

import dev.slipway.dialects.ApiClass;
import dev.slipway.dialects.Dialect;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * Which exchanges are exempt from the limits of ordinary ones: logs, which are followed; server-sent events, wherever they are asked for; and
 * the registry's blobs, of which a service may have gigabytes to write before it can answer.
 */
final class Streams {

    private static final String EVENT_STREAM = "text/event-stream";

    private Streams() {}

    static boolean isStream(HttpServerRequest request, Dialect dialect, ApiClass apiClass) {
        return apiClass == ApiClass.LOG
                || dialect == Dialect.OCI
                || isEventStream(request.getHeader(HttpHeaders.ACCEPT));
    }

    /** @param mediaTypes of {@code Accept} or {@code Content-Type} */
    static boolean isEventStream(@Nullable String mediaTypes) {
        return mediaTypes != null && mediaTypes.contains(EVENT_STREAM);
    }
}
