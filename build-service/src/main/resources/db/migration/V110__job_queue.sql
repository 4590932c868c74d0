-- The jobs that wait for a runner or are run by one, a row per job until it is final. Apart from the tables of builds, so that claiming and
-- heartbeats stay as fast with a hundred thousand builds behind them as with none.
CREATE TABLE job_queue (
    job_id           uuid PRIMARY KEY,
    -- The order of claims: oldest first.
    position         bigint GENERATED ALWAYS AS IDENTITY,
    build_id         uuid NOT NULL,
    -- All that a runner needs to know, as JSON.
    job_order        bytea NOT NULL,
    cancel_requested boolean NOT NULL DEFAULT false,
    offered_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Null while the job waits.
    lease_holder     text,
    -- Raised by every claim; a report with an older one changes nothing.
    lease_epoch      bigint NOT NULL DEFAULT 0,
    lease_expires_at timestamptz
-- Room for the next version of a row on its page: a heartbeat then touches no index.
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

-- Claims.
CREATE INDEX job_queue_waiting ON job_queue (position) WHERE lease_holder IS NULL;
-- Expired leases. It must not hold lease_expires_at, or every heartbeat would have to change it.
CREATE INDEX job_queue_held ON job_queue (job_id) WHERE lease_holder IS NOT NULL;
