-- A repository is made by the first content that is pushed into it.
CREATE TABLE repository (
    id         uuid PRIMARY KEY,
    tenant     text NOT NULL,
    name       text NOT NULL collate "C",
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT repository_name UNIQUE (name),
    CONSTRAINT repository_name_in_tenant CHECK (starts_with(name, tenant || '/'))
);
CREATE INDEX repository_by_tenant ON repository (tenant, name);

-- Every content that has a file. Locking a row here keeps a content from being removed while it is linked, and the other way round.
CREATE TABLE content (
    digest     text PRIMARY KEY collate "C",
    size_bytes bigint NOT NULL CHECK (size_bytes >= 0),
    created_at timestamptz NOT NULL DEFAULT now()
);

-- Which blobs a repository holds: knowing a digest gives no right to the content of someone else's repository.
CREATE TABLE repository_blob (
    repository_id uuid NOT NULL REFERENCES repository ON DELETE CASCADE,
    digest        text NOT NULL collate "C" REFERENCES content,
    -- Moved by pushes and by clients that ask whether they may skip one, so that the sweep leaves what is about to be used.
    used_at       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (repository_id, digest)
);
CREATE INDEX repository_blob_by_digest ON repository_blob (digest);
CREATE INDEX repository_blob_by_use ON repository_blob (used_at);

CREATE TABLE manifest (
    repository_id uuid NOT NULL REFERENCES repository ON DELETE CASCADE,
    digest        text NOT NULL collate "C" REFERENCES content,
    media_type    text NOT NULL,
    -- The manifest itself and everything that it points at.
    image_bytes   bigint NOT NULL,
    artifact_type text,
    subject       text collate "C",
    annotations   jsonb NOT NULL DEFAULT '{}',
    pushed_at     timestamptz NOT NULL DEFAULT now(),
    pushed_by     text NOT NULL,
    PRIMARY KEY (repository_id, digest)
);
CREATE INDEX manifest_by_digest ON manifest (digest);
CREATE INDEX manifest_by_subject ON manifest (repository_id, subject) WHERE subject IS NOT NULL;

-- What a manifest needs. The foreign keys refuse to let go of anything that an image still needs.
CREATE TABLE manifest_blob (
    repository_id uuid NOT NULL,
    manifest      text NOT NULL collate "C",
    blob          text NOT NULL collate "C",
    PRIMARY KEY (repository_id, manifest, blob),
    FOREIGN KEY (repository_id, manifest) REFERENCES manifest (repository_id, digest) ON DELETE CASCADE,
    FOREIGN KEY (repository_id, blob) REFERENCES repository_blob (repository_id, digest)
);
CREATE INDEX manifest_blob_by_blob ON manifest_blob (repository_id, blob);

CREATE TABLE manifest_child (
    repository_id uuid NOT NULL,
    manifest      text NOT NULL collate "C",
    child         text NOT NULL collate "C",
    PRIMARY KEY (repository_id, manifest, child),
    FOREIGN KEY (repository_id, manifest) REFERENCES manifest (repository_id, digest) ON DELETE CASCADE,
    FOREIGN KEY (repository_id, child) REFERENCES manifest (repository_id, digest)
);
CREATE INDEX manifest_child_by_child ON manifest_child (repository_id, child);

CREATE TABLE tag (
    repository_id uuid NOT NULL,
    name          text NOT NULL collate "C",
    digest        text NOT NULL collate "C",
    updated_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (repository_id, name),
    FOREIGN KEY (repository_id, digest) REFERENCES manifest (repository_id, digest)
);
CREATE INDEX tag_by_digest ON tag (repository_id, digest);

-- How far an upload is, its file's length says; the row says whose it is and until when.
CREATE TABLE upload (
    id              uuid PRIMARY KEY,
    repository_name text NOT NULL,
    started_at      timestamptz NOT NULL DEFAULT now(),
    expires_at      timestamptz NOT NULL
);
CREATE INDEX upload_by_expiry ON upload (expires_at);
