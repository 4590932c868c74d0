-- Messages whose state change is committed but which the broker has not acknowledged yet. A row leaves when it has: the table is a queue, not
-- a history, and stays small. Published in the order of id; a lower id may become visible later than a higher one, so the relay
-- always asks for what is there, never for "greater than the last".
CREATE TABLE outbox (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id    uuid        NOT NULL,
    topic       text        NOT NULL,
    key         uuid        NOT NULL,
    type        text        NOT NULL,
    payload     bytea       NOT NULL,
    traceparent text,
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp()
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

-- Events that a consumer has taken; its primary key is what makes a repeat have no effect.
CREATE TABLE inbox (
    consumer    text        NOT NULL,
    event_id    uuid        NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer, event_id)
);
CREATE INDEX inbox_received_at ON inbox (received_at);

-- Who may do what only one replica may do at a time. The epoch rises with every new holder.
CREATE TABLE lease (
    name       text PRIMARY KEY,
    holder     text        NOT NULL,
    epoch      bigint      NOT NULL,
    expires_at timestamptz NOT NULL
);

-- Answers to POSTs that carried an Idempotency-Key, encrypted, since an answer may hold a secret that is shown only once.
CREATE TABLE idempotency_key (
    principal   text        NOT NULL,
    key         text        NOT NULL,
    request     text        NOT NULL,
    body_sha256 text        NOT NULL,
    status      int,
    answer      text,
    created_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (principal, key)
);
CREATE INDEX idempotency_key_created_at ON idempotency_key (created_at);
