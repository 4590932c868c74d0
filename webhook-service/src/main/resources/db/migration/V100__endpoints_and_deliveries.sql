-- Who wants to hear of what, and where. A deleted endpoint keeps its row, without its secret, for as long as its deliveries are listed.
CREATE TABLE endpoint (
    id          uuid PRIMARY KEY,
    -- Null: events of every tenant; only an administrator has such an endpoint.
    tenant      text,
    url         text        NOT NULL,
    description text        NOT NULL,
    event_types text[]      NOT NULL,
    format      text        NOT NULL,
    policy      text        NOT NULL,
    -- Encrypted under the key ring; empty once deleted.
    secret      text        NOT NULL,
    created_by  text        NOT NULL,
    created_at  timestamptz NOT NULL,
    deleted_at  timestamptz
);
CREATE INDEX endpoint_live_by_tenant ON endpoint (tenant, id) WHERE deleted_at IS NULL;

-- The body of an event in one format: the same bytes for each of its endpoints and attempts.
CREATE TABLE payload (
    event_id     uuid  NOT NULL,
    format       text  NOT NULL,
    content_type text  NOT NULL,
    body         bytea NOT NULL,
    PRIMARY KEY (event_id, format)
);

-- One event on its way to one endpoint. Its transitions: DeliveryStateMachine.
CREATE TABLE delivery (
    id               uuid PRIMARY KEY,
    endpoint_id      uuid        NOT NULL REFERENCES endpoint,
    -- That of the endpoint, which decides who may see the delivery.
    tenant           text,
    event_id         uuid        NOT NULL,
    event_type       text        NOT NULL,
    aggregate_id     uuid        NOT NULL,
    format           text        NOT NULL,
    traceparent      text,
    status           text        NOT NULL CHECK (status IN ('PENDING', 'DELIVERING', 'DELIVERED', 'DEAD', 'HELD')),
    attempts         int         NOT NULL DEFAULT 0,
    failures         int         NOT NULL DEFAULT 0,
    next_attempt_at  timestamptz CHECK ((next_attempt_at IS NOT NULL) = (status = 'PENDING')),
    lease_holder     text,
    lease_epoch      bigint      NOT NULL DEFAULT 0,
    lease_expires_at timestamptz CHECK ((lease_expires_at IS NOT NULL) = (status = 'DELIVERING')),
    reason           text,
    created_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_at      timestamptz CHECK ((finished_at IS NOT NULL) = (status IN ('DELIVERED', 'DEAD'))),
    -- The second wall against repeats, behind the inbox.
    UNIQUE (endpoint_id, event_id)
) WITH (fillfactor = 80);
CREATE INDEX delivery_due ON delivery (next_attempt_at) WHERE status = 'PENDING';
CREATE INDEX delivery_leased ON delivery (lease_expires_at) WHERE status = 'DELIVERING';
CREATE INDEX delivery_by_endpoint ON delivery (endpoint_id, id);
CREATE INDEX delivery_by_aggregate ON delivery (aggregate_id, id);
CREATE INDEX delivery_by_tenant ON delivery (tenant, id);

-- Each time that a delivery was tried. Without duration_ms it is still under way, or its worker did not survive it.
CREATE TABLE attempt (
    delivery_id      uuid        NOT NULL REFERENCES delivery ON DELETE CASCADE,
    number           int         NOT NULL,
    started_at       timestamptz NOT NULL,
    duration_ms      bigint,
    status_code      int,
    error            text,
    response_headers jsonb,
    response_body    text,
    PRIMARY KEY (delivery_id, number)
);
