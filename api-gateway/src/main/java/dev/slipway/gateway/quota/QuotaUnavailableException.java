package dev.slipway.gateway.quota;

/** A call cannot be counted now: nothing is leased for it, and PostgreSQL did not answer when it was last asked. */
public class QuotaUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    QuotaUnavailableException() {
        // Thrown for every call while PostgreSQL is away: the trace would say nothing and cost a lot.
        super("PostgreSQL does not answer", null, false, false);
    }
}
