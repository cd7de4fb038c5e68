package io.kakuremichi.control.backup;

/** Rows with a value in every column of every table, and with characters that are not easy to copy. */
final class Fixture {
    /** Tables as they are since version 2. */
    static final String[] STATEMENTS = {
        """
        INSERT INTO agents VALUES ('00000000-0000-0000-0000-00000000000a', 1, '2026-01-01 00:00:00.123456Z', now(), 'office',
            E'{"note": "tab\\t, line\\n, \\\\N, \\\\., 隠れ道 🚇"}', repeat('a', 64), 'agt_1234', 0, '10.1.0.0/24',
            '10.1.0.100', 'public-a', 'sealed-a', 'next-a', 'sealed-next-a', 'PENDING', true, now())
        """,
        """
        INSERT INTO gateways VALUES ('00000000-0000-0000-0000-00000000000b', 1, now(), now(), 'tokyo', '{}', E'\\\\N',
            '203.0.113.7', repeat('b', 64), 'gtw_1234', 0, 1, 'public-b', 'sealed-b', 'next-b', 'sealed-next-b',
            'CONFIRMED', false, now())
        """,
        """
        INSERT INTO tunnels VALUES ('00000000-0000-0000-0000-00000000000c', 0, now(), now(),
            '00000000-0000-0000-0000-00000000000a', 'shop.example', 'localhost:80', '', true)
        """,
        "INSERT INTO tunnel_reports VALUES ('00000000-0000-0000-0000-00000000000c', 'connected', now())",
        """
        INSERT INTO certificates VALUES (gen_random_uuid(), 0, now(), now(), 'shop.example', E'-----\\r\\n', 'sealed-c', now(),
            'issuer', 'fingerprint', true, now(), '00000000-0000-0000-0000-00000000000b')
        """,
        "INSERT INTO idempotency_keys VALUES ('k', 'r', now(), 201, '/api/agents/1', '0', '\\x00ff5c0a'::bytea)",
        """
        INSERT INTO tokens VALUES (gen_random_uuid(), 0, now(), now(), 'deploy', 'admin', 'ktk_1234', repeat('c', 64), now(),
            now())
        """,
        """
        INSERT INTO audit VALUES (gen_random_uuid(), now(), 'admin', 'admin', '::1', 'POST', 'tunnel.create', 'x', 'success',
            201, 1)
        """,
        "INSERT INTO change_log SELECT n, jsonb_build_object('kind', 'tunnel_deleted') FROM generate_series(1, 3) n",
        "INSERT INTO replicas VALUES (gen_random_uuid(), 'gone', now() - interval '1 minute')",
        """
        INSERT INTO presence VALUES ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-00000000000a', NULL,
            gen_random_uuid(), 7, gen_random_uuid(), '::1', true, now(), now(), 3)
        """
    };

    /** Of columns since version 3. */
    static final String SINCE_VERSION_3 = "UPDATE presence SET applied_revision = 3";

    /** Of tables and columns of the newest version. */
    static final String[] OF_THE_NEWEST = {
        """
        INSERT INTO enrollment_keys VALUES ('00000000-0000-0000-0000-00000000000d', 0, now(), now(), 'web', 'agent',
            repeat('d', 64), 'enr_1234', 3, 2, now(), now(), now(), 'tokyo', '{}', 600, 'admin')
        """,
        """
        UPDATE agents SET enrollment_key_id = '00000000-0000-0000-0000-00000000000d', ephemeral_after_seconds = 600
        """,
        """
        UPDATE gateways SET enrollment_key_id = '00000000-0000-0000-0000-00000000000d', ephemeral_after_seconds = 600
        """,
        """
        INSERT INTO enrollment_answers VALUES
            ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-00000000000a', NULL,
             '00000000-0000-0000-0000-00000000000d', 'public-a', '\\x00ff'::bytea, now()),
            ('00000000-0000-0000-0000-00000000000b', NULL, '00000000-0000-0000-0000-00000000000b',
             '00000000-0000-0000-0000-00000000000d', 'public-b', '\\x00ff'::bytea, now())
        """,
        "INSERT INTO declared_state VALUES ('edge', '{}', now(), 'admin')",
        "UPDATE agents SET managed_by = 'edge', made_by = 'edge'",
        """
        UPDATE gateways SET managed_by = 'edge', made_by = 'edge'
        """,
        "UPDATE tunnels SET managed_by = 'edge', made_by = 'edge'",
        "UPDATE presence SET receives_proxies = false"
    };

    private Fixture() {}
}
