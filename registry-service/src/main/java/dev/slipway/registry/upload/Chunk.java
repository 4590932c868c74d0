package dev.slipway.registry.upload;

import dev.slipway.registry.fault.RegistryException;
import dev.slipway.registry.fault.RegistryFault;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in a blob a chunk belongs: the {@code Content-Range} of a PATCH or PUT, {@code first-last}, both counted from 0 and
 * included (OCI distribution specification 1.1, "Pushing a blob in chunks"). The form of RFC 9110, {@code bytes first-last/total}, is read too.
 */
public record Chunk(long firstByte, long lastByte) {

    private static final Pattern FORM = Pattern.compile("(?:bytes[ =])?(\\d{1,18})-(\\d{1,18})(?:/.*)?");

    /** @throws RegistryException BLOB_UPLOAD_INVALID for any other form */
    public static Chunk parse(String contentRange) {
        Matcher matcher = FORM.matcher(contentRange.strip());
        if (!matcher.matches()) {
            throw invalid();
        }
        Chunk chunk = new Chunk(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
        if (chunk.lastByte < chunk.firstByte) {
            throw invalid();
        }
        return chunk;
    }

    public long lengthBytes() {
        return lastByte - firstByte + 1;
    }

    private static RegistryException invalid() {
        return new RegistryException(
                RegistryFault.BLOB_UPLOAD_INVALID, "Content-Range is <first byte>-<last byte>, counted from 0");
    }
}
