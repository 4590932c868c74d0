package dev.slipway.kit.identity;

import java.util.Locale;

/** What a principal is in a tenant; each includes those before it. */
public enum TenantRole {
    READER,
    MEMBER,
    ADMIN;

    public boolean includes(TenantRole other) {
        return compareTo(other) >= 0;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static TenantRole ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
