package dev.slipway.registry.dialect.oci;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of a content that a {@code Range} header asks for (RFC 9110, section 14). One range is served; a header of another unit, form
 * or number of ranges is ignored, as the RFC allows, and the whole content sent.
 *
 * @param firstByte counted from 0
 * @param lengthBytes 0 if the range lies outside of the content
 */
record ByteRange(long firstByte, long lengthBytes) {

    private static final Pattern FORM = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /** Empty for the whole content. */
    static Optional<ByteRange> parse(@Nullable String header, long sizeBytes) {
        Matcher matcher = FORM.matcher(header == null ? "" : header.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String first = matcher.group(1);
        String last = matcher.group(2);
        if (first.isEmpty()) {
            return last.isEmpty() ? Optional.empty() : Optional.of(suffix(Long.parseLong(last), sizeBytes));
        }
        long firstByte = Long.parseLong(first);
        long lastByte = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
        if (lastByte < firstByte) {
            return Optional.empty();
        }
        return Optional.of(new ByteRange(firstByte, Math.max(0, Math.min(lastByte, sizeBytes - 1) - firstByte + 1)));
    }

    boolean isSatisfiable() {
        return lengthBytes > 0;
    }

    /** The {@code Content-Range} of the answer. */
    String contentRange(long sizeBytes) {
        return isSatisfiable()
                ? "bytes %d-%d/%d".formatted(firstByte, firstByte + lengthBytes - 1, sizeBytes)
                : "bytes */" + sizeBytes;
    }

    private static ByteRange suffix(long lengthBytes, long sizeBytes) {
        long length = Math.min(lengthBytes, sizeBytes);
        return new ByteRange(sizeBytes - length, length);
    }
}
