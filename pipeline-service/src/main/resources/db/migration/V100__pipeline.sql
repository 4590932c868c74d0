-- Configuration. What a run does was copied into it when it was started: changing or deleting a pipeline changes no run.
CREATE TABLE pipeline (
    id         uuid PRIMARY KEY,
    owner      text        NOT NULL,
    name       text        NOT NULL,
    -- [{"name", "steps": [{"flow_id", "ref"}]}]
    stages     text        NOT NULL,
    created_by text        NOT NULL,
    created_at timestamptz NOT NULL,
    deleted_at timestamptz,
    -- How many runs there have been; the next one's number. Raised in the transaction that makes the run, so numbers have no gaps.
    run_count  bigint      NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX pipeline_name ON pipeline (owner, name) WHERE deleted_at IS NULL;
CREATE INDEX pipeline_of_owner ON pipeline (owner, id) WHERE deleted_at IS NULL;

-- A run is one row, so that one compare-and-set on its version changes all of it.
CREATE TABLE pipeline_run (
    id               uuid PRIMARY KEY,
    pipeline_id      uuid        NOT NULL REFERENCES pipeline,
    tenant           text        NOT NULL,
    pipeline_name    text        NOT NULL,
    number           bigint      NOT NULL,
    version          bigint      NOT NULL,
    status           text        NOT NULL,
    reason           text,
    requested_by     text        NOT NULL,
    -- Whether the requester was an administrator of the installation: build-service asks.
    by_administrator boolean     NOT NULL,
    canceled_by      text,
    created_at       timestamptz NOT NULL,
    started_at       timestamptz,
    finished_at      timestamptz,
    -- No run waits for ever: the reaper ends it then.
    deadline_at      timestamptz NOT NULL,
    stages           jsonb       NOT NULL,
    CONSTRAINT pipeline_run_number UNIQUE (pipeline_id, number)
) WITH (fillfactor = 70);
CREATE INDEX pipeline_run_live ON pipeline_run (deadline_at) WHERE status IN ('QUEUED', 'RUNNING');
