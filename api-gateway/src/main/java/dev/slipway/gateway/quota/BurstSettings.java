package dev.slipway.gateway.quota;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How fast one client may call for a short time: {@code slipway.gateway.burst.token.per-second} and so on. */
@ConfigMapping(prefix = "slipway.gateway.burst")
public interface BurstSettings {

    /** Of each credential. */
    Token token();

    /** Of each address, over everything without a good credential. */
    Address address();

    /** More than scripts and pages ask for, less than what would keep a gateway busy alone; whoever tests it under load with one token switches this off. */
    interface Token {
        /** Calls per second that may go on for ever; 0 switches the limit off. */
        @WithDefault("1000")
        long perSecond();

        /** Calls that may come at once after a pause. */
        @WithDefault("5000")
        long burst();
    }

    /** Badges and public pages of an office behind one address. */
    interface Address {
        /** Calls per second that may go on for ever; 0 switches the limit off. */
        @WithDefault("200")
        long perSecond();

        /** Calls that may come at once after a pause. */
        @WithDefault("1000")
        long burst();
    }
}
