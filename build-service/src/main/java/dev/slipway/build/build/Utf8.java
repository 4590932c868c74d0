package dev.slipway.build.build;

import java.nio.charset.StandardCharsets;

/** Keeps what a repository says about itself within the bounds of a snapshot (256 KiB in all). */
final class Utf8 {

    static final int MAX_MESSAGE_BYTES = 4096;
    static final int MAX_NAME_BYTES = 256;

    private Utf8() {}

    /** The longest beginning of the text that fits, without half a character and without NUL, which PostgreSQL cannot hold. */
    static String cut(String text, int maxBytes) {
        String clean = text.replace("\0", "");
        byte[] bytes = clean.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= maxBytes) {
            return clean;
        }
        int end = maxBytes;
        while ((bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }
}
