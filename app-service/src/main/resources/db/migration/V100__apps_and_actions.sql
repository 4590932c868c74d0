-- What runs, and what is known of its process. The environment is encrypted: its values may be secret.
CREATE TABLE app (
    id          uuid PRIMARY KEY,
    tenant      text        NOT NULL,
    name        text        NOT NULL,
    command     text[]      NOT NULL,
    environment text        NOT NULL,
    version     bigint      NOT NULL,
    state       text        NOT NULL CHECK (state IN ('STARTING', 'RUNNING', 'STOPPING', 'STOPPED', 'FAILED')),
    reason      text,
    -- The node that runs it, or ran it last; null before the first start.
    node        uuid,
    -- The start that it lives from; a process of any other start is none of its business.
    run_id      uuid,
    created_by  text        NOT NULL,
    created_at  timestamptz NOT NULL,
    changed_at  timestamptz NOT NULL,
    operated_at timestamptz NOT NULL,
    deleted_at  timestamptz
);
-- Names are unique per tenant among apps that are there.
CREATE UNIQUE INDEX app_tenant_name ON app (tenant, name) WHERE deleted_at IS NULL;
CREATE INDEX app_tenant_id ON app (tenant, id) WHERE deleted_at IS NULL;
-- What a node must look after.
CREATE INDEX app_of_node ON app (node) WHERE state IN ('STARTING', 'RUNNING', 'STOPPING');

-- One asked-for change of an app each.
CREATE TABLE app_action (
    id               uuid PRIMARY KEY,
    app_id           uuid        NOT NULL REFERENCES app (id),
    kind             text        NOT NULL CHECK (kind IN ('START', 'STOP', 'RESTART')),
    status           text        NOT NULL CHECK (status IN ('RUNNING', 'SUCCEEDED', 'FAILED')),
    error            text,
    requested_by     text        NOT NULL,
    traceparent      text,
    started_at       timestamptz NOT NULL,
    deadline_at      timestamptz NOT NULL,
    finished_at      timestamptz,
    -- Set when its command has come back from Kafka: from then on it may be claimed.
    offered_at       timestamptz,
    lease_holder     text,
    lease_node       uuid,
    lease_epoch      bigint      NOT NULL DEFAULT 0,
    lease_expires_at timestamptz
);
-- One at a time per app; also what claims and the reaper look through.
CREATE UNIQUE INDEX app_action_running ON app_action (app_id) WHERE status = 'RUNNING';
