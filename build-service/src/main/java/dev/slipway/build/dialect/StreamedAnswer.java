package dev.slipway.build.dialect;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Sends an answer whose length nobody knows, piece by piece: the next piece is asked for when the one before has left, so a slow reader
 * slows its own source down and nothing piles up.
 *
 * <p>Quarkus REST's own streaming sends its head before the first piece is there, which leaves no way to answer 404 or 204 any more.
 */
public final class StreamedAnswer {

    private static final Logger LOG = Logger.getLogger(StreamedAnswer.class);

    private StreamedAnswer() {}

    /**
     * Ends when everything has been sent or the reader has gone. A failure before the first piece is the Uni's; a later one breaks the
     * connection off, so that the reader does not take what it has for the whole.
     */
    public static Uni<Void> send(HttpServerResponse response, String contentType, Multi<String> pieces) {
        return pieces.onItem()
                .transformToUniAndConcatenate(piece -> written(() -> {
                    if (!response.headWritten()) {
                        begin(response, contentType);
                    }
                    return response.write(piece);
                }))
                .collect()
                .last()
                .chain(() -> written(() -> {
                    if (!response.headWritten()) {
                        begin(response, contentType);
                    }
                    return response.end();
                }))
                .onFailure(failure -> response.headWritten())
                .recoverWithUni(failure -> breakOff(response, failure));
    }

    private static void begin(HttpServerResponse response, String contentType) {
        response.setStatusCode(200);
        response.setChunked(true);
        response.putHeader(HttpHeaders.CONTENT_TYPE, contentType);
        // A cache or a buffering proxy on the way would make a live answer a late one.
        response.putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
        response.putHeader("X-Accel-Buffering", "no");
    }

    private static Uni<Void> written(Supplier<Future<Void>> write) {
        return Uni.createFrom().completionStage(() -> write.get().toCompletionStage());
    }

    private static Uni<Void> breakOff(HttpServerResponse response, Throwable failure) {
        if (!response.closed()) {
            LOG.warnf("an answer was broken off: %s", failure.toString());
            response.reset();
        }
        return Uni.createFrom().voidItem();
    }
}
