package io.kakuremichi.control.bench;

import io.kakuremichi.control.bench.load.Keys;
import io.kakuremichi.control.bench.load.Tunnels;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.network.AddressPlan;
import io.kakuremichi.control.network.Subnet;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;

/**
 * What a database is filled with before Control starts on it: making 10,000 agents over REST would take longer than all else. All
 * keys are delivered and confirmed, as those of clients that were connected before.
 */
record World(int agents, int gateways, int tunnels) {
    private static final String AGENTS = """
            INSERT INTO agents (id, version, created_at, updated_at, name, metadata, api_key_hash, api_key_prefix,
                                subnet_index, subnet, virtual_ip, wireguard_public_key, key_delivery, rotation_requested,
                                key_changed_at)
            SELECT ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 0, now(), now(), 'agent-' || n, '{}',
                   hash, 'agt_0000', n, subnet, ip, encode(sha256(convert_to('agent' || n, 'UTF8')), 'base64'),
                   'CONFIRMED', false, now()
            FROM unnest(?::int[], ?::text[], ?::text[], ?::text[]) AS agent (n, hash, subnet, ip)
            """;

    private static final String GATEWAYS = """
            INSERT INTO gateways (id, version, created_at, updated_at, name, metadata, public_ip, api_key_hash,
                                  api_key_prefix, host_index, host_number, wireguard_public_key, key_delivery,
                                  rotation_requested, key_changed_at)
            SELECT ('00000000-0000-4000-9000-' || lpad(to_hex(n), 12, '0'))::uuid, 0, now(), now(), 'gateway-' || n, '{}',
                   '203.0.113.' || n, hash, 'gtw_0000', n, host,
                   encode(sha256(convert_to('gateway' || n, 'UTF8')), 'base64'), 'CONFIRMED', false, now()
            FROM unnest(?::int[], ?::text[], ?::int[]) AS gateway (n, hash, host)
            """;

    private static final String TUNNELS = """
            INSERT INTO tunnels (id, version, created_at, updated_at, agent_id, domain, target, enabled)
            SELECT id, 0, now(), now(), ('00000000-0000-4000-8000-' || lpad(to_hex(n %% %d), 12, '0'))::uuid,
                   'shop-' || n || '.example', 'localhost:8080', true
            FROM unnest(?::int[], ?::uuid[]) AS tunnel (n, id)
            """;

    /** Makes the tables and fills them. */
    void create(String url, String user, String password) throws SQLException {
        Flyway.configure().dataSource(url, user, password).load().migrate();
        try (var connection = DriverManager.getConnection(url, user, password)) {
            var plan = new AddressPlan(Subnet.parse("10.0.0.0/8"), 24);
            insert(
                    connection,
                    AGENTS,
                    agents,
                    column("int", n -> n),
                    column("text", n -> hash(false, n)),
                    column("text", n -> plan.subnet(n).toString()),
                    column("text", n -> plan.subnet(n).host(AddressPlan.AGENT_HOST)));
            insert(
                    connection,
                    GATEWAYS,
                    gateways,
                    column("int", n -> n),
                    column("text", n -> hash(true, n)),
                    column("int", plan::gatewayHost));
            insert(connection, TUNNELS.formatted(agents), tunnels, column("int", n -> n), column("uuid", Tunnels::id));
            try (var statement = connection.createStatement()) {
                statement.execute("VACUUM ANALYZE");
            }
        }
    }

    private static String hash(boolean gateway, int number) {
        return new Secret(Keys.of(gateway, number)).hash().hex();
    }

    private static Column column(String type, IntFunction<Object> value) {
        return new Column(type, value);
    }

    private static void insert(Connection connection, String sql, int rows, Column... columns) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (var i = 0; i < columns.length; i++) {
                var values =
                        IntStream.range(0, rows).mapToObj(columns[i].value()).toArray();
                statement.setArray(i + 1, connection.createArrayOf(columns[i].type(), values));
            }
            statement.executeUpdate();
        }
    }

    private record Column(String type, IntFunction<Object> value) {}
}
