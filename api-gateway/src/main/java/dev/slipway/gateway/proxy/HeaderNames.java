package dev.slipway.gateway.proxy;

import io.netty.util.AsciiString;

/** A fixed set of header names, asked without regard to case and without making anything. */
final class HeaderNames {

    private final CharSequence[][] buckets;

    private HeaderNames(CharSequence[][] buckets) {
        this.buckets = buckets;
    }

    static HeaderNames of(String... names) {
        // A power of two, so large that most buckets hold one name or none.
        int size = Integer.highestOneBit(Math.max(1, names.length)) * 8;
        CharSequence[][] buckets = new CharSequence[size][];
        for (String name : names) {
            int index = AsciiString.hashCode(name) & (size - 1);
            CharSequence[] before = buckets[index] == null ? new CharSequence[0] : buckets[index];
            CharSequence[] after = java.util.Arrays.copyOf(before, before.length + 1);
            after[before.length] = name;
            buckets[index] = after;
        }
        return new HeaderNames(buckets);
    }

    boolean contains(CharSequence name) {
        CharSequence[] bucket = buckets[AsciiString.hashCode(name) & (buckets.length - 1)];
        if (bucket != null) {
            for (CharSequence known : bucket) {
                if (AsciiString.contentEqualsIgnoreCase(known, name)) {
                    return true;
                }
            }
        }
        return false;
    }
}
