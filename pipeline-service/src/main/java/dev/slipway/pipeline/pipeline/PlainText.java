package dev.slipway.pipeline.pipeline;

import java.util.regex.Pattern;

/** Text that can be stored, shown on one line and sent: without control characters, NUL above all, and without halves of characters (lone surrogates). */
public final class PlainText {

    private static final Pattern NOT_PLAIN = Pattern.compile("[\\p{Cc}\\p{Cs}]");

    private PlainText() {}

    /** Whether it is plain, not blank, and has at most so many characters. */
    public static boolean isName(String text, int maxCharacters) {
        return !text.isBlank()
                && text.length() <= maxCharacters
                && !NOT_PLAIN.matcher(text).find();
    }

    /** What {@link #isName} asks for, in words for the caller. */
    public static String describe(int maxCharacters) {
        return "1 to " + maxCharacters + " characters, none of them a control character";
    }
}
