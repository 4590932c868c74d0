package dev.slipway.app.log;

import java.util.Arrays;

/** Cuts the end of a text to whole lines. */
final class LastLines {

    private LastLines() {}

    /**
     * The last lines of {@code text}.
     *
     * @param cut whether the text's beginning is missing: its first line may be half a line then, and is left out unless it is the only one
     */
    static byte[] of(byte[] text, int maxLines, boolean cut) {
        int start = startOfLast(text, maxLines);
        if (cut && start == 0) {
            start = afterFirstLine(text);
        }
        return Arrays.copyOfRange(text, start, text.length);
    }

    private static int startOfLast(byte[] text, int maxLines) {
        int lines = 0;
        for (int index = text.length - 2; index >= 0; index--) {
            if (text[index] == '\n' && ++lines == maxLines) {
                return index + 1;
            }
        }
        return 0;
    }

    private static int afterFirstLine(byte[] text) {
        for (int index = 0; index < text.length - 1; index++) {
            if (text[index] == '\n') {
                return index + 1;
            }
        }
        return 0;
    }
}
