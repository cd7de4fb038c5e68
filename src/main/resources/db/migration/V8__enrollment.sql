-- Keys with which machines enroll themselves as agents or gateways, by hash. A revoked one stays until it is deleted.
CREATE TABLE enrollment_keys (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    name text NOT NULL CHECK (name ~ '^[A-Za-z0-9_-]{1,64}$'),
    type text NOT NULL CHECK (type IN ('agent', 'gateway')),
    key_hash text NOT NULL UNIQUE CHECK (length(key_hash) = 64),
    key_prefix text NOT NULL,
    -- How many clients may enroll with it; null for any number.
    uses integer CHECK (uses > 0),
    used bigint NOT NULL DEFAULT 0 CHECK (used >= 0 AND (uses IS NULL OR used <= uses)),
    last_used_at timestamptz,
    expires_at timestamptz,
    revoked_at timestamptz,
    -- What its clients get.
    region text,
    metadata text NOT NULL,
    -- Its clients are deleted when they were offline for so long; null for never.
    ephemeral_after_seconds bigint CHECK (ephemeral_after_seconds > 0),
    created_by text NOT NULL
);
CREATE UNIQUE INDEX enrollment_keys_name_unique ON enrollment_keys (name) WHERE revoked_at IS NULL;

-- The key by which a client came, which may be deleted meanwhile, and a copy of the time after which it is deleted.
ALTER TABLE agents ADD enrollment_key_id uuid, ADD ephemeral_after_seconds bigint;
ALTER TABLE gateways ADD enrollment_key_id uuid, ADD ephemeral_after_seconds bigint;
CREATE INDEX agents_ephemeral ON agents (id) WHERE ephemeral_after_seconds IS NOT NULL;
CREATE INDEX gateways_ephemeral ON gateways (id) WHERE ephemeral_after_seconds IS NOT NULL;

-- Answers to enrollments over WebSocket, each sealed under its enrollment key, until the client has authenticated with its API key.
CREATE TABLE enrollment_answers (
    client_id uuid PRIMARY KEY CHECK (client_id = coalesce(agent_id, gateway_id)),
    agent_id uuid UNIQUE REFERENCES agents ON DELETE CASCADE,
    gateway_id uuid UNIQUE REFERENCES gateways ON DELETE CASCADE,
    enrollment_key_id uuid NOT NULL REFERENCES enrollment_keys ON DELETE CASCADE,
    public_key text NOT NULL,
    answer bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (enrollment_key_id, public_key)
);
