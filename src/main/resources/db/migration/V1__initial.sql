-- Where history stands. One row; its row lock, taken as the last step before a commit, puts commits in the order of their
-- revisions and leaves no gap.
CREATE TABLE control_state (
    id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    -- Tells one history from another: renewed when the database is restored or replaced.
    epoch uuid NOT NULL DEFAULT gen_random_uuid(),
    revision bigint NOT NULL DEFAULT 0,
    -- Sealed under the encryption key in use, to find out at the start whether it is the one given.
    seal_check text
);
INSERT INTO control_state DEFAULT VALUES;

-- What happened, for replicas to follow and for clients to resume. Never holds a secret.
CREATE TABLE change_log (
    revision bigint PRIMARY KEY,
    change jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE agents (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    name text NOT NULL CHECK (name ~ '^[A-Za-z0-9_-]{1,64}$'),
    metadata text NOT NULL,
    api_key_hash text NOT NULL UNIQUE CHECK (length(api_key_hash) = 64),
    api_key_prefix text NOT NULL,
    subnet_index integer NOT NULL UNIQUE CHECK (subnet_index >= 0),
    subnet text NOT NULL UNIQUE,
    virtual_ip text NOT NULL UNIQUE,
    wireguard_public_key text NOT NULL UNIQUE,
    -- Private keys are sealed, here and below.
    wireguard_private_key text,
    next_public_key text UNIQUE,
    next_private_key text,
    key_delivery text NOT NULL CHECK (key_delivery IN ('PENDING', 'DELIVERED', 'CONFIRMED', 'OWN')),
    rotation_requested boolean NOT NULL,
    key_changed_at timestamptz NOT NULL
);

CREATE TABLE gateways (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    name text NOT NULL CHECK (name ~ '^[A-Za-z0-9_-]{1,64}$'),
    metadata text NOT NULL,
    region text,
    public_ip text,
    api_key_hash text NOT NULL UNIQUE CHECK (length(api_key_hash) = 64),
    api_key_prefix text NOT NULL,
    host_index integer NOT NULL UNIQUE CHECK (host_index >= 0),
    host_number integer NOT NULL UNIQUE CHECK (host_number > 0 AND host_number <> 100),
    wireguard_public_key text NOT NULL UNIQUE,
    -- Private keys are sealed, here and below.
    wireguard_private_key text,
    next_public_key text UNIQUE,
    next_private_key text,
    key_delivery text NOT NULL CHECK (key_delivery IN ('PENDING', 'DELIVERED', 'CONFIRMED', 'OWN')),
    rotation_requested boolean NOT NULL,
    key_changed_at timestamptz NOT NULL
);

CREATE TABLE tunnels (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    agent_id uuid NOT NULL REFERENCES agents ON DELETE CASCADE,
    domain text NOT NULL CONSTRAINT tunnels_domain_unique UNIQUE CHECK (domain = lower(domain) AND length(domain) <= 253),
    target text NOT NULL,
    description text,
    enabled boolean NOT NULL
);
CREATE INDEX tunnels_agent_id ON tunnels (agent_id);

-- What agents last said of their tunnels. Apart from the tunnels, so that a report is no new version of them.
CREATE TABLE tunnel_reports (
    tunnel_id uuid PRIMARY KEY REFERENCES tunnels ON DELETE CASCADE,
    status text NOT NULL,
    reported_at timestamptz NOT NULL
);

CREATE TABLE certificates (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    domain text NOT NULL UNIQUE,
    certificate text NOT NULL,
    private_key text NOT NULL,
    expires_at timestamptz NOT NULL,
    issuer text NOT NULL,
    fingerprint text NOT NULL,
    auto_renew boolean NOT NULL,
    last_renewed_at timestamptz NOT NULL,
    obtained_by uuid REFERENCES gateways ON DELETE SET NULL
);

CREATE TABLE replicas (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    lease_until timestamptz NOT NULL
);

-- Who is online. Apart from agents and gateways, so that coming and going is no new version of them.
CREATE TABLE presence (
    client_id uuid PRIMARY KEY CHECK (client_id = coalesce(agent_id, gateway_id)),
    agent_id uuid UNIQUE REFERENCES agents ON DELETE CASCADE,
    gateway_id uuid UNIQUE REFERENCES gateways ON DELETE CASCADE,
    session_id uuid NOT NULL UNIQUE,
    generation bigint NOT NULL,
    replica_id uuid NOT NULL,
    remote_address text NOT NULL,
    online boolean NOT NULL,
    connected_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    revision bigint NOT NULL DEFAULT 0
);
CREATE INDEX presence_online ON presence (client_id) WHERE online;

-- First answers of POSTs, each sealed with its own key, of which only the hash is here.
CREATE TABLE idempotency_keys (
    key_hash text PRIMARY KEY,
    request_hash text NOT NULL,
    created_at timestamptz NOT NULL,
    status integer,
    location text,
    etag text,
    body bytea
);
CREATE INDEX idempotency_keys_created_at ON idempotency_keys (created_at);
