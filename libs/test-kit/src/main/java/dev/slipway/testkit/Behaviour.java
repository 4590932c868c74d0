package dev.slipway.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a {@link HostileReceiver} does with one request, after it has read and recorded it. */
public sealed interface Behaviour {

    /** A proper answer. */
    record Answer(int status, Map<String, String> headers, byte[] body) implements Behaviour {

        public Answer withHeader(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(name, value);
            return new Answer(status, more, body);
        }
    }

    /** No byte ever comes; the connection stays open until the receiver closes. */
    record Hang() implements Behaviour {}

    /** The connection is reset (RST). */
    record Reset() implements Behaviour {}

    /** The connection is closed in order without an answer. */
    record Close() implements Behaviour {}

    /** The answer comes byte by byte, with this pause before each. */
    record Drip(int status, byte[] body, Duration pause) implements Behaviour {}

    /** An answer of that many bytes, without a length declared. */
    record Flood(int status, long bodyBytes) implements Behaviour {}

    /** Bytes that are no HTTP. */
    record Garbage(byte[] bytes) implements Behaviour {}

    static Answer answer(int status) {
        return answer(status, "");
    }

    static Answer answer(int status, String body) {
        return new Answer(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    static Answer redirect(int status, String location) {
        return answer(status).withHeader("Location", location);
    }

    static Behaviour hang() {
        return new Hang();
    }

    static Behaviour reset() {
        return new Reset();
    }

    static Behaviour close() {
        return new Close();
    }

    static Behaviour drip(int status, String body, Duration pause) {
        return new Drip(status, body.getBytes(StandardCharsets.UTF_8), pause);
    }

    static Behaviour flood(int status, long bodyBytes) {
        return new Flood(status, bodyBytes);
    }

    static Behaviour garbage(String text) {
        return new Garbage(text.getBytes(StandardCharsets.UTF_8));
    }
}
