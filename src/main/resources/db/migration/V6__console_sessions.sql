-- Sessions of the console, by the hash of the id that a browser's cookie holds. A session that began with a token ends with it.
CREATE TABLE console_sessions (
    id_hash text PRIMARY KEY CHECK (length(id_hash) = 64),
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    -- What it began with: a stored token, the static admin token (a hash of it together with the id), or the issuer's subject.
    token_id uuid REFERENCES tokens ON DELETE CASCADE,
    admin_proof text CHECK (length(admin_proof) = 64),
    subject text,
    -- The role that the issuer gave. Tokens have theirs.
    role text CHECK (role IN ('admin', 'operator', 'viewer')),
    CHECK (num_nonnulls(token_id, admin_proof, subject) = 1),
    CHECK ((subject IS NULL) = (role IS NULL))
);
CREATE INDEX console_sessions_token ON console_sessions (token_id);
CREATE INDEX console_sessions_expires ON console_sessions (expires_at);
