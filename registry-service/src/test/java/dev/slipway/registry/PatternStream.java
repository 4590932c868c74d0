package dev.slipway.registry;

import java.io.InputStream;
import java.util.Random;

/** Bytes that follow from their position and exist only while they are read. */
final class PatternStream extends InputStream {

    /** A prime, so that the pattern never falls in step with anybody's buffers. */
    private static final int PERIOD_BYTES = 65_537;

    private static final byte[] PATTERN = new byte[PERIOD_BYTES];

    static {
        new Random(1).nextBytes(PATTERN);
    }

    private final long lengthBytes;
    private long position;

    PatternStream(long lengthBytes) {
        this.lengthBytes = lengthBytes;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (position == lengthBytes) {
            return -1;
        }
        int from = (int) (position % PERIOD_BYTES);
        int count = (int) Math.min(Math.min(length, PERIOD_BYTES - from), lengthBytes - position);
        System.arraycopy(PATTERN, from, target, offset, count);
        position += count;
        return count;
    }
}
