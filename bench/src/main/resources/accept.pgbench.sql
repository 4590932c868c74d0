-- What build-service does in the database for an accepted build: BuildCreation.CREATE and the outbox's two rows, in one transaction.
\set flow random(1, 100)
BEGIN;
WITH counted AS (
    UPDATE flow SET last_build_number = last_build_number + 1
    WHERE id = ('00000000-0000-7000-8000-' || lpad(to_hex(:flow::int), 12, '0'))::uuid AND deleted_at IS NULL
    RETURNING id, serial, owner, name, display_name, source_url, default_branch, last_build_number
), new_build AS (
    INSERT INTO build (id, flow_id, number, status, ref_kind, ref_name, ref_sha, trigger_event, principal, origin_kind, parameters, traceparent)
    SELECT uuidv7(), id, last_build_number, 'QUEUED', 'SHA', '5785e42c7d6bfa754fc4765756e773ead6674a55',
           '5785e42c7d6bfa754fc4765756e773ead6674a55', 'MANUAL', 'bench', 'API', '{}',
           '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
    FROM counted
    RETURNING id, serial, number, created_at
), new_job AS (
    INSERT INTO job (id, build_id, number, status) SELECT uuidv7(), id, 1, 'QUEUED' FROM new_build RETURNING serial
)
SELECT b.serial, b.number, b.created_at, j.serial, f.* FROM counted f, new_build b, new_job j;
INSERT INTO outbox (event_id, topic, key, type, payload, traceparent)
VALUES (uuidv7(), 'slipway.build.commands.v1', uuidv7(), 'dev.slipway.build.queued.v1', convert_to(repeat('x', 80), 'UTF8'),
        '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01');
INSERT INTO outbox (event_id, topic, key, type, payload, traceparent)
VALUES (uuidv7(), 'slipway.build.events.v1', uuidv7(), 'dev.slipway.build.status_changed.v1', convert_to(repeat('x', 1100), 'UTF8'),
        '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01');
COMMIT;
