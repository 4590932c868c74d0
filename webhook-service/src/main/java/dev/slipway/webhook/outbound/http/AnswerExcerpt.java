package dev.slipway.webhook.outbound.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is kept of an answer, whatever its length. */
final class AnswerExcerpt {

    /** As much of the body as helps a person to see what the receiver said. */
    static final int MAX_BODY_BYTES = 16 * 1024;

    private static final int MAX_HEADERS = 32;
    private static final int MAX_HEADER_CHARACTERS = 1024;

    private final Buffer body = Buffer.buffer();

    /** @return whether more is wanted */
    boolean add(Buffer chunk) {
        int room = MAX_BODY_BYTES - body.length();
        body.appendBuffer(chunk, 0, Math.min(room, chunk.length()));
        return body.length() < MAX_BODY_BYTES;
    }

    /** What is not UTF-8 becomes the replacement character. */
    String text() {
        return storable(body.toString(StandardCharsets.UTF_8));
    }

    static Map<String, String> headers(MultiMap headers) {
        Map<String, String> kept = new LinkedHashMap<>();
        headers.forEach(header -> {
            if (kept.size() < MAX_HEADERS) {
                String value = storable(header.getValue());
                kept.merge(
                        header.getKey(),
                        value.substring(0, Math.min(MAX_HEADER_CHARACTERS, value.length())),
                        (first, second) -> first + ", " + second);
            }
        });
        return kept;
    }

    /** PostgreSQL's text has no U+0000. */
    private static String storable(String text) {
        return text.replace('\u0000', '\uFFFD');
    }
}
