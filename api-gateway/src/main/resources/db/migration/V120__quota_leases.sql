-- Quota is leased in portions rather than counted call by call. What counts is what was handed out; a replica uses it without asking.
-- Calls that had been counted were, as it were, granted one by one.
ALTER TABLE quota_window RENAME COLUMN used TO granted;

-- What the latest statement was given: until PostgreSQL 18 RETURNING cannot show the row as it was before.
ALTER TABLE quota_window ADD COLUMN last_grant bigint NOT NULL DEFAULT 0;

-- How many units a lease is: as many as calls are waiting for, and up to "ahead" more as long as "kept" units stay for those who will wait.
CREATE FUNCTION quota_grant(calls_per_hour bigint, granted bigint, waiting bigint, ahead bigint, kept bigint)
    RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN least(
        greatest(calls_per_hour - granted, 0),
        waiting + greatest(least(ahead, calls_per_hour - granted - waiting - kept), 0));

-- Gateways that are alive: how many there are decides how much each may lease ahead.
CREATE TABLE gateway_replica (
    id      uuid PRIMARY KEY,
    seen_at timestamptz NOT NULL
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
