package dev.slipway.local.machine;

/**
 * Something that {@code doctor} found.
 *
 * @param subject what was looked at
 * @param verdict whether all is well, something is missing that can be done without, or Slipway does not work without it
 * @param found what there is
 * @param use what it is used for, or what its absence means
 */
public record Finding(String subject, Verdict verdict, String found, String use) {

    /** How much it matters. */
    public enum Verdict {
        GOOD,
        LACKING,
        BROKEN
    }

    static Finding good(String subject, String found, String use) {
        return new Finding(subject, Verdict.GOOD, found, use);
    }

    static Finding lacking(String subject, String found, String use) {
        return new Finding(subject, Verdict.LACKING, found, use);
    }

    static Finding broken(String subject, String found, String use) {
        return new Finding(subject, Verdict.BROKEN, found, use);
    }
}
