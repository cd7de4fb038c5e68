-- Who declares an object: the manager of the document that named it last. Null for one that no document names.
ALTER TABLE agents ADD COLUMN managed_by text;
ALTER TABLE gateways ADD COLUMN managed_by text;
ALTER TABLE tunnels ADD COLUMN managed_by text;
CREATE INDEX agents_managed_by ON agents (managed_by) WHERE managed_by IS NOT NULL;
CREATE INDEX gateways_managed_by ON gateways (managed_by) WHERE managed_by IS NOT NULL;
CREATE INDEX tunnels_managed_by ON tunnels (managed_by) WHERE managed_by IS NOT NULL;

-- What each manager declared last, to find out what was changed since in another way. Never holds a secret.
CREATE TABLE declared_state (
    manager text PRIMARY KEY CHECK (manager ~ '^[A-Za-z0-9_-]{1,64}$'),
    objects text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now(),
    applied_by text NOT NULL
);
