-- Flows and their builds. Which statement an index is for stands beside the index.

CREATE SEQUENCE flow_serial AS bigint MAXVALUE 9007199254740991;
CREATE SEQUENCE build_serial AS bigint MAXVALUE 9007199254740991;
CREATE SEQUENCE job_serial AS bigint MAXVALUE 9007199254740991;

CREATE TABLE flow (
    id                 uuid PRIMARY KEY,
    serial             bigint NOT NULL DEFAULT nextval('flow_serial'),
    -- The tenant's slug; with "name" it is the repository's full name.
    owner              text NOT NULL,
    name               text NOT NULL,
    display_name       text NOT NULL,
    source_url         text NOT NULL,
    provider           text NOT NULL,
    default_branch     text NOT NULL,
    visibility         text NOT NULL CHECK (visibility IN ('PUBLIC', 'PRIVATE')),
    definition_path    text,
    time_limit_seconds integer NOT NULL DEFAULT 3600 CHECK (time_limit_seconds > 0),
    -- The counter of builds: raised in the transaction that creates a build, so that a number is neither lost nor used twice.
    last_build_number  bigint NOT NULL DEFAULT 0,
    version            bigint NOT NULL DEFAULT 0,
    created_by         text NOT NULL,
    created_at         timestamptz NOT NULL,
    updated_at         timestamptz NOT NULL,
    -- A deleted flow answers as if it had never been; its builds keep their row for as long as events about them travel.
    deleted_at         timestamptz
-- Room for the counter's new row versions on the same page: raising it then touches no index.
) WITH (fillfactor = 70);

-- One live flow per repository; also serves Drone's look-up by owner and name.
CREATE UNIQUE INDEX flow_repository ON flow (owner, name) WHERE deleted_at IS NULL;
-- Flows of the caller's tenants, newest first.
CREATE INDEX flow_of_owner ON flow (owner, id DESC) WHERE deleted_at IS NULL;

CREATE TABLE build (
    id                  uuid PRIMARY KEY,
    serial              bigint NOT NULL DEFAULT nextval('build_serial'),
    flow_id             uuid NOT NULL REFERENCES flow (id),
    number              bigint NOT NULL,
    attempt             integer NOT NULL DEFAULT 1,
    version             bigint NOT NULL DEFAULT 1,
    status              text NOT NULL,
    reason              text,
    ref_kind            text NOT NULL,
    ref_name            text NOT NULL,
    ref_sha             text,
    commit_sha          text,
    commit_message      text,
    commit_author_name  text,
    commit_author_email text,
    commit_authored_at  timestamptz,
    trigger_event       text NOT NULL,
    principal           text NOT NULL,
    origin_kind         text NOT NULL,
    origin_run_id       uuid,
    origin_step_id      uuid,
    parameters          jsonb NOT NULL DEFAULT '{}',
    image               text,
    -- Who asked for its end; null while nobody has.
    canceled_by         text,
    -- The W3C trace that the request began; every event about the build goes on with it.
    traceparent         text,
    created_at          timestamptz NOT NULL DEFAULT now(),
    started_at          timestamptz,
    finished_at         timestamptz
) WITH (fillfactor = 80);

-- Builds of a flow, newest first; one build by its number.
CREATE UNIQUE INDEX build_number ON build (flow_id, number);
-- One build by the integer that DaoCloud shows.
CREATE UNIQUE INDEX build_serial_unique ON build (serial);
-- Builds that are not over: few at any time, however many there have been. For those that wait too long or whose flow was deleted.
CREATE INDEX build_open ON build (created_at) WHERE status IN ('QUEUED', 'RUNNING', 'WAITING', 'PAUSED');

CREATE TABLE job (
    id          uuid PRIMARY KEY,
    serial      bigint NOT NULL DEFAULT nextval('job_serial'),
    build_id    uuid NOT NULL REFERENCES build (id),
    number      integer NOT NULL,
    status      text NOT NULL,
    exit_code   integer,
    error       text,
    started_at  timestamptz,
    finished_at timestamptz
) WITH (fillfactor = 80);

-- The jobs of a build, in order.
CREATE UNIQUE INDEX job_of_build ON job (build_id, number);

CREATE TABLE step (
    job_id      uuid NOT NULL REFERENCES job (id),
    attempt     integer NOT NULL DEFAULT 1,
    position    integer NOT NULL,
    name        text NOT NULL,
    stage       text NOT NULL,
    status      text NOT NULL,
    exit_code   integer,
    started_at  timestamptz,
    finished_at timestamptz,
    -- The steps of a job's attempt, in order.
    PRIMARY KEY (job_id, attempt, position)
) WITH (fillfactor = 80);
