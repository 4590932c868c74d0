package dev.slipway.dialects;

import java.nio.charset.StandardCharsets;

/**
 * A failure as a dialect's clients expect it.
 *
 * @param httpStatus the status line's code
 * @param contentType exactly as to be sent: one DaoCloud client compares the whole string
 * @param body the text of the body, UTF-8; may be empty
 */
public record Envelope(int httpStatus, String contentType, String body) {

    /** The body as it goes over the wire. */
    public byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
