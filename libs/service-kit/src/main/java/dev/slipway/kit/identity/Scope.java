package dev.slipway.kit.identity;

import java.util.Locale;

/** What a credential may be used for at most. */
public enum Scope {
    READ,
    BUILD,
    DEPLOY,
    ADMIN;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Scope ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
