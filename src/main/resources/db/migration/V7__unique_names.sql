-- Names of agents are unique, and names of gateways. Of several with one name the oldest keeps it; the others get -2, -3 and so on, without
-- names in use. Each new name is logged as a warning, and is an entry of the change log: clients that resume and replicas of the version
-- before receive it like any other change.

-- First of all and together, because calls lock these tables before the row of control_state; later migrations of the same start change
-- them as well.
LOCK TABLE agents, gateways, tunnels IN ACCESS EXCLUSIVE MODE;

-- For the search for a free name.
CREATE INDEX agents_name ON agents (name);
CREATE INDEX gateways_name ON gateways (name);

DO $$
DECLARE
    longest CONSTANT integer := 64;
    kind text;
    duplicate record;
    base text;
    free text;
    number integer;
    taken boolean;
    renamed uuid[] := '{}';
BEGIN
    FOREACH kind IN ARRAY ARRAY['agent', 'gateway'] LOOP
        base := NULL;
        FOR duplicate IN EXECUTE format(
            'SELECT id, name FROM (
                SELECT id, name, row_number() OVER (PARTITION BY name ORDER BY created_at, id) AS place FROM %I
            ) placed WHERE place > 1 ORDER BY name, place', kind || 's')
        LOOP
            IF duplicate.name IS DISTINCT FROM base THEN
                base := duplicate.name;
                number := 1;
            END IF;
            LOOP
                number := number + 1;
                free := left(base, longest - 1 - length(number::text)) || '-' || number;
                EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE name = $1)', kind || 's') INTO taken USING free;
                EXIT WHEN NOT taken;
            END LOOP;
            EXECUTE format('UPDATE %I SET name = $1, version = version + 1, updated_at = now() WHERE id = $2', kind || 's')
                USING free, duplicate.id;
            RAISE WARNING 'Renamed % % from % to %, because names are unique from now on', kind, duplicate.id, base, free;
            renamed := renamed || duplicate.id;
        END LOOP;
    END LOOP;

    IF cardinality(renamed) > 0 THEN
        WITH head AS (
            UPDATE control_state SET revision = revision + cardinality(renamed) RETURNING revision
        ), entry AS (
            SELECT id, jsonb_build_object('kind', 'agent_updated', 'agent', jsonb_build_object('id', id, 'name', name,
                'keyHash', api_key_hash, 'subnet', subnet, 'virtualIp', virtual_ip,
                'wireguardPublicKey', wireguard_public_key)) AS change
            FROM agents
            UNION ALL
            SELECT id, jsonb_build_object('kind', 'gateway_updated', 'gateway', jsonb_build_object('id', id, 'name', name,
                'keyHash', api_key_hash, 'hostNumber', host_number, 'publicIp', public_ip,
                'wireguardPublicKey', wireguard_public_key))
            FROM gateways
        )
        INSERT INTO change_log (revision, change)
        SELECT head.revision - cardinality(renamed) + place, entry.change
        FROM head CROSS JOIN unnest(renamed) WITH ORDINALITY AS each (id, place) JOIN entry USING (id);
        PERFORM pg_notify('kakuremichi_changes', revision::text) FROM control_state;
    END IF;
END
$$;

DROP INDEX agents_name;
DROP INDEX gateways_name;
ALTER TABLE agents ADD CONSTRAINT agents_name_unique UNIQUE (name);
ALTER TABLE gateways ADD CONSTRAINT gateways_name_unique UNIQUE (name);
