package dev.slipway.kit.idempotency;

/** What a POST answers: a status and an entity that becomes JSON. */
public record Answer(int status, Object entity) {

    /** Tells the gateway the id of what the answer is about, for its record; it is not passed on. */
    public static final String OBJECT_HEADER = "X-Slipway-Object";

    public static Answer created(Object entity) {
        return new Answer(201, entity);
    }

    public static Answer accepted(Object entity) {
        return new Answer(202, entity);
    }
}
