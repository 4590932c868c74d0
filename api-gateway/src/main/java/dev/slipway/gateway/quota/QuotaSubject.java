package dev.slipway.gateway.quota;

import dev.slipway.dialects.ApiClass;
import dev.slipway.kit.identity.Principal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whose calls are counted together.
 *
 * @param kind what the name is of
 * @param name login, id of the token, or address
 * @param ownLimit calls per hour that were set for this subject alone; null where configuration decides ({@link QuotaLimits})
 */
public record QuotaSubject(
        Kind kind, String name, ApiClass apiClass, @Nullable Long ownLimit) {

    /** Of what there can be many; how many kinds there are stays the same, so that metrics may tell them apart. */
    public enum Kind {
        /** A principal, over all its tokens. */
        PRINCIPAL,
        /** A token that has a limit of its own, whose calls its principal's quota is not charged for. */
        TOKEN,
        /** An address that calls without a good credential. */
        ADDRESS;

        private final String word = name().toLowerCase(Locale.ROOT);

        public String word() {
            return word;
        }
    }

    public QuotaSubject {
        if (ownLimit != null && ownLimit < 0) {
            throw new IllegalArgumentException("a limit cannot be negative: " + ownLimit);
        }
    }

    public static QuotaSubject of(Principal principal, ApiClass apiClass) {
        return new QuotaSubject(Kind.PRINCIPAL, principal.name(), apiClass, null);
    }

    /**
     * A token with a limit of its own for this class of calls.
     *
     * @param callsPerHour 0 forbids them
     */
    public static QuotaSubject ofToken(String tokenId, ApiClass apiClass, long callsPerHour) {
        return new QuotaSubject(Kind.TOKEN, tokenId, apiClass, callsPerHour);
    }

    /** @param address an IP address; all of an IPv6 network of 64 bits count together ({@link ClientNetwork}) */
    public static QuotaSubject ofAddress(String address, ApiClass apiClass) {
        return new QuotaSubject(Kind.ADDRESS, ClientNetwork.of(address), apiClass, null);
    }

    /** The subject's name in PostgreSQL: {@code principal:<login>}, {@code token:<id>}, {@code address:<ip>}. */
    String key() {
        return kind.word() + ":" + name;
    }
}
