-- Logged tunnels carry their agent's address from here on. Whoever would have read the older entries loads everything anew.
DELETE FROM change_log;
-- When the entry was written, as the last step before its commit, and not when its transaction began.
ALTER TABLE change_log ALTER created_at SET DEFAULT clock_timestamp();

ALTER TABLE presence
    -- What the client confirmed to have applied; null when it never did. Kept over connections.
    ADD applied_revision bigint,
    -- What it last could not apply, in its own words.
    ADD error_revision bigint,
    ADD error_message text,
    ADD error_at timestamptz,
    -- Whether the client reports to be in trouble.
    ADD trouble boolean NOT NULL DEFAULT false;
