package dev.slipway.gateway.quota;

import dev.slipway.dialects.ApiClass;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Calls per hour and API class: {@code slipway.gateway.quota.principal.read} and so on, for who has no limit of its own. */
@ConfigMapping(prefix = "slipway.gateway.quota")
public interface QuotaLimits {

    /** Of each principal, over all its tokens. */
    Principal principal();

    /** Of each address, over everything without a good credential. */
    Address address();

    /** What happens to calls that cannot be counted, because PostgreSQL is away and what was leased is used. */
    WithoutPostgres withoutPostgres();

    /** The limit that holds for a subject. */
    default long of(QuotaSubject subject) {
        Long own = subject.ownLimit();
        if (own != null) {
            return own;
        }
        return subject.kind() == QuotaSubject.Kind.ADDRESS
                ? address().of(subject.apiClass())
                : principal().of(subject.apiClass());
    }

    /** Whether calls that cannot be counted pass. */
    enum Uncounted {
        /** They pass. */
        OPEN,
        /** They are refused as unavailable. */
        CLOSED
    }

    /** Whoever only looks should not notice that PostgreSQL is away; what changes something needs it anyway. */
    interface WithoutPostgres {
        @WithDefault("open")
        Uncounted read();

        @WithDefault("closed")
        Uncounted write();

        @WithDefault("closed")
        Uncounted build();

        @WithDefault("closed")
        Uncounted deploy();

        @WithDefault("open")
        Uncounted log();

        default Uncounted of(ApiClass apiClass) {
            return switch (apiClass) {
                case READ -> read();
                case WRITE -> write();
                case BUILD -> build();
                case DEPLOY -> deploy();
                case LOG -> log();
            };
        }
    }

    /** Generous to a team's scripts, short of what would hurt the rest. */
    interface Principal {
        @WithDefault("50000")
        long read();

        @WithDefault("5000")
        long write();

        @WithDefault("5000")
        long build();

        @WithDefault("5000")
        long deploy();

        @WithDefault("20000")
        long log();

        default long of(ApiClass apiClass) {
            return switch (apiClass) {
                case READ -> read();
                case WRITE -> write();
                case BUILD -> build();
                case DEPLOY -> deploy();
                case LOG -> log();
            };
        }
    }

    /** Enough for public pages and badges behind one address, too little to try tokens. */
    interface Address {
        @WithDefault("5000")
        long read();

        @WithDefault("1000")
        long write();

        @WithDefault("1000")
        long build();

        @WithDefault("1000")
        long deploy();

        @WithDefault("2000")
        long log();

        default long of(ApiClass apiClass) {
            return switch (apiClass) {
                case READ -> read();
                case WRITE -> write();
                case BUILD -> build();
                case DEPLOY -> deploy();
                case LOG -> log();
            };
        }
    }
}
