-- Tokens that may call REST, by hash. A revoked one is gone from here.
CREATE TABLE tokens (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    name text NOT NULL CONSTRAINT tokens_name_unique UNIQUE CHECK (name ~ '^[A-Za-z0-9_-]{1,64}$'),
    role text NOT NULL CHECK (role IN ('admin', 'operator', 'viewer')),
    prefix text NOT NULL,
    token_hash text NOT NULL UNIQUE CHECK (length(token_hash) = 64),
    expires_at timestamptz,
    last_used_at timestamptz
);

-- Who changed what and when. Ids sort by time. Refers to nothing, because it outlives what it tells of. Never holds a secret.
CREATE TABLE audit (
    id uuid PRIMARY KEY,
    at timestamptz NOT NULL,
    actor text NOT NULL,
    role text,
    address text NOT NULL,
    method text,
    action text NOT NULL,
    subject text,
    outcome text NOT NULL,
    status integer,
    count bigint NOT NULL CHECK (count > 0)
);
CREATE INDEX audit_at ON audit (at);
CREATE INDEX audit_subject ON audit (subject, id);
