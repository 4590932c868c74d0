-- The members of a tenant.
CREATE INDEX membership_tenant ON membership (tenant);

-- Service accounts are principals that no person signs in as. The login never changes its owner, so a principal that left is disabled, not deleted.
ALTER TABLE principal
    ADD COLUMN kind          text NOT NULL DEFAULT 'user' CHECK (kind IN ('user', 'service')),
    ADD COLUMN email         text NOT NULL DEFAULT '',
    -- The integer that Drone's clients know a user by.
    ADD COLUMN serial        bigint GENERATED ALWAYS AS IDENTITY,
    -- Argon2id, in its own encoding; null for who has no password.
    ADD COLUMN password_hash text,
    ADD COLUMN password_set_at timestamptz,
    -- The key of the principal's Drone JWTs, encrypted under the key ring; null until the first is made.
    ADD COLUMN drone_key     text,
    ADD COLUMN disabled_at   timestamptz;

-- One table for everything that is looked up by its hash, whichever dialect made it. No dialects: all of them. Limits: calls per hour by API class.
ALTER TABLE token
    ADD COLUMN kind     text NOT NULL DEFAULT 'access'
        CHECK (kind IN ('access', 'serverless-cd', 'drone', 'codearts', 'session')),
    ADD COLUMN dialects text[],
    ADD COLUMN limits   jsonb NOT NULL DEFAULT '{}';

-- The sweep of what ended long ago.
CREATE INDEX token_expiry ON token (expires_at) WHERE expires_at IS NOT NULL;

-- A pair to sign requests with. The secret must be read to verify, and so is encrypted under the key ring.
CREATE TABLE access_key (
    id           uuid PRIMARY KEY,
    principal_id uuid        NOT NULL REFERENCES principal (id),
    description  text        NOT NULL,
    access       text        NOT NULL UNIQUE,
    secret       text        NOT NULL,
    scopes       text[]      NOT NULL,
    revoked_at   timestamptz,
    last_used_at timestamptz,
    created_at   timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 90);
CREATE INDEX access_key_principal ON access_key (principal_id, id);

-- Whatever takes a right away is told to every replica by the transaction that takes it: nobody has to remember to.
CREATE FUNCTION tell_credential_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('slipway_' || TG_TABLE_SCHEMA || '_credential_changed', 'credential ' || OLD.id);
    RETURN NULL;
END $$;

CREATE TRIGGER token_changed AFTER UPDATE OF revoked_at, expires_at, scopes, dialects, limits ON token
    FOR EACH ROW EXECUTE FUNCTION tell_credential_changed();
CREATE TRIGGER token_deleted AFTER DELETE ON token
    FOR EACH ROW WHEN (OLD.revoked_at IS NULL AND (OLD.expires_at IS NULL OR OLD.expires_at > now()))
    EXECUTE FUNCTION tell_credential_changed();
CREATE TRIGGER access_key_changed AFTER UPDATE OF revoked_at, scopes ON access_key
    FOR EACH ROW EXECUTE FUNCTION tell_credential_changed();

CREATE FUNCTION tell_principal_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('slipway_' || TG_TABLE_SCHEMA || '_credential_changed', 'principal ' || OLD.login);
    RETURN NULL;
END $$;

CREATE TRIGGER principal_changed AFTER UPDATE OF administrator, disabled_at, password_hash, drone_key ON principal
    FOR EACH ROW EXECUTE FUNCTION tell_principal_changed();

CREATE FUNCTION tell_membership_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('slipway_' || TG_TABLE_SCHEMA || '_credential_changed', 'principal ' || p.login)
    FROM principal p WHERE p.id = CASE WHEN TG_OP = 'DELETE' THEN OLD.principal_id ELSE NEW.principal_id END;
    RETURN NULL;
END $$;

CREATE TRIGGER membership_changed AFTER INSERT OR UPDATE OR DELETE ON membership
    FOR EACH ROW EXECUTE FUNCTION tell_membership_changed();

-- Signatures of requests that changed something: a copy of one must change nothing. Kept for as long as one is good.
CREATE TABLE used_signature (
    signature text PRIMARY KEY,
    forget_at timestamptz NOT NULL
);
CREATE INDEX used_signature_forget_at ON used_signature (forget_at);

-- Which person of an OpenID Connect issuer's a user is. The subject is the issuer's, for good; names and addresses are not.
CREATE TABLE principal_identity (
    issuer       text NOT NULL,
    subject      text NOT NULL,
    principal_id uuid NOT NULL REFERENCES principal (id),
    PRIMARY KEY (issuer, subject)
);
