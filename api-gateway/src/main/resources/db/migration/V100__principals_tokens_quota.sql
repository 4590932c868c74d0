-- Who may use the platform. The login is what services see, and never changes its owner.
CREATE TABLE principal (
    id            uuid PRIMARY KEY,
    login         text        NOT NULL UNIQUE,
    administrator boolean     NOT NULL DEFAULT false,
    created_at    timestamptz NOT NULL DEFAULT now()
);

-- The slug is a tenant's identity everywhere, and the owner part of its repositories' names.
CREATE TABLE tenant (
    slug       text PRIMARY KEY,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE membership (
    principal_id uuid NOT NULL REFERENCES principal (id),
    tenant       text NOT NULL REFERENCES tenant (slug),
    role         text NOT NULL CHECK (role IN ('reader', 'member', 'admin')),
    PRIMARY KEY (principal_id, tenant)
);

-- Access tokens, by the SHA-256 of 256 random bits: the value itself is shown once and kept nowhere.
CREATE TABLE token (
    id           uuid PRIMARY KEY,
    principal_id uuid        NOT NULL REFERENCES principal (id),
    description  text        NOT NULL,
    sha256       text        NOT NULL UNIQUE,
    scopes       text[]      NOT NULL,
    bootstrap    boolean     NOT NULL DEFAULT false,
    expires_at   timestamptz,
    revoked_at   timestamptz,
    last_used_at timestamptz,
    created_at   timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 90);
CREATE INDEX token_principal ON token (principal_id, id);

-- Calls of the running hour. One row per principal (or address, for who is not known) and API class, begun anew by the first call of
-- an hour; updated in place (HOT), hence the room in the page.
CREATE TABLE quota_window (
    subject      text        NOT NULL,
    api_class    text        NOT NULL,
    window_start timestamptz NOT NULL,
    used         bigint      NOT NULL,
    PRIMARY KEY (subject, api_class)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
