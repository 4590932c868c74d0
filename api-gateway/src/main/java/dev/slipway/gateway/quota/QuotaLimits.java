package dev.slipway.gateway.quota;

import dev.slipway.dialects.ApiClass;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Calls per hour and API class: {@code slipway.gateway.quota.principal.read} and so on. */
@ConfigMapping(prefix = "slipway.gateway.quota")
public interface QuotaLimits {

    /** Of each principal, over all its tokens. */
    Principal principal();

    /** Of each address, over everything without a good credential. */
    Address address();

    /** The limit that holds for a subject. */
    default long of(QuotaSubject subject) {
        return subject.known() ? principal().of(subject.apiClass()) : address().of(subject.apiClass());
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
