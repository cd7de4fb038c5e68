-- Clients that come and go change their rows in place: no index holds what changes, and pages have room for a second version
-- of each row (heap-only tuples). With five indexes to write, it was half of what a storm of reconnects cost the database.
ALTER TABLE presence DROP CONSTRAINT presence_session_id_key;
DROP INDEX presence_online;
ALTER TABLE presence SET (fillfactor = 45);
