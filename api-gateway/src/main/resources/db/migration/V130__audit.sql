-- Who did what to which object, from where, with which result. Rows are only ever added: a change or deletion of a row is refused by
-- triggers, and rows leave with the whole partition of their day. One partition per day (UTC), made by audit_event_partition().
CREATE TABLE audit_event (
    id            uuid        NOT NULL,
    at            timestamptz NOT NULL,
    request_id    text        NOT NULL,
    principal     text        NOT NULL,
    credential_id text,
    dialect       text        NOT NULL,
    method        text        NOT NULL,
    route         text,
    action        text        NOT NULL,
    objects       text[]      NOT NULL,
    tenant        text,
    address       text        NOT NULL,
    status        integer,
    outcome       text        NOT NULL,
    calls         bigint      NOT NULL,
    duration_ms   bigint      NOT NULL,
    PRIMARY KEY (at, id)
) PARTITION BY RANGE (at);
CREATE INDEX audit_event_principal ON audit_event (principal, at, id);
CREATE INDEX audit_event_tenant ON audit_event (tenant, at, id) WHERE tenant IS NOT NULL;
CREATE INDEX audit_event_objects ON audit_event USING gin (objects);

CREATE FUNCTION audit_event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit_event is append-only: % is refused', TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;

-- A row trigger of the table becomes one of each of its partitions; a TRUNCATE of a single partition needs its own.
CREATE TRIGGER audit_event_rows_stay BEFORE UPDATE OR DELETE ON audit_event
    FOR EACH ROW EXECUTE FUNCTION audit_event_is_append_only();
CREATE TRIGGER audit_event_stays BEFORE TRUNCATE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION audit_event_is_append_only();

-- Makes the partition of a day, if there is none. It is made beside the table and attached, which lets reads and writes go on. Replicas
-- make one after the other.
CREATE FUNCTION audit_event_partition(day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    partition text := 'audit_event_' || to_char(day, 'YYYYMMDD');
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('slipway.audit_event'));
    IF to_regclass(partition) IS NOT NULL THEN
        RETURN;
    END IF;
    EXECUTE format('CREATE TABLE %I (LIKE audit_event INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', partition);
    EXECUTE format('ALTER TABLE audit_event ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
        partition, day || ' 00:00:00+00', (day + 1) || ' 00:00:00+00');
    EXECUTE format('CREATE TRIGGER audit_event_stays BEFORE TRUNCATE ON %I FOR EACH STATEMENT
        EXECUTE FUNCTION audit_event_is_append_only()', partition);
END $$;

-- Makes the partitions of today and the days ahead, and drops the oldest one of which every row is older than so many days. Gives up
-- rather than make everybody else wait for a lock.
CREATE FUNCTION audit_event_retain(days_kept integer, days_ahead integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    today date := (clock_timestamp() AT TIME ZONE 'UTC')::date;
    expired text;
BEGIN
    SET LOCAL lock_timeout = '2s';
    FOR ahead IN 0..days_ahead LOOP
        PERFORM audit_event_partition(today + ahead);
    END LOOP;
    SELECT c.relname INTO expired
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'audit_event'::regclass AND c.relname < 'audit_event_' || to_char(today - days_kept, 'YYYYMMDD')
    ORDER BY c.relname LIMIT 1;
    IF expired IS NULL THEN
        RETURN 0;
    END IF;
    EXECUTE format('DROP TABLE %I', expired);
    RETURN 1;
END $$;
