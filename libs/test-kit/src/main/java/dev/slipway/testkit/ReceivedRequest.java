package dev.slipway.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request as it came over the wire.
 *
 * @param receivedAt when its last byte was read
 * @param target path and query as sent
 * @param headers by lower-case name, in the order sent
 * @param body the exact bytes, after chunked framing was taken off
 */
public record ReceivedRequest(
        Instant receivedAt, String method, String target, Map<String, List<String>> headers, byte[] body) {

    /** The first value of the header. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
