package dev.slipway.app.action;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be asked of an app. */
public enum ActionKind {
    START,
    STOP,
    RESTART;

    /** As it is written in APIs and events: {@code start}, {@code stop}, {@code restart}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<ActionKind> ofWord(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
}
