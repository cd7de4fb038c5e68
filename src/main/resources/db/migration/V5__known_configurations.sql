ALTER TABLE presence
    -- The digest of the configuration that the client confirmed and that is still its newest. Kept when Control ends the connection,
    -- cleared when the client does: its process may have ended as well.
    ADD config_digest uuid,
    -- Connections that took over from an open one, counted within a minute.
    ADD takeovers smallint NOT NULL DEFAULT 0,
    ADD takeover_at timestamptz,
    -- Two clients with one key: until when a newcomer is refused, how many such periods there were in a row, and the last refusal of
    -- this period.
    ADD refused_until timestamptz,
    ADD refusal_periods smallint NOT NULL DEFAULT 0,
    ADD refused_at timestamptz;

-- A replica that is closing its connections: its clients connect to another one while it still has its lease.
ALTER TABLE replicas ADD stopping boolean NOT NULL DEFAULT false;
