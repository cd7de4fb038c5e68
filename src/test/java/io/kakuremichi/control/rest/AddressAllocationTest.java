package io.kakuremichi.control.rest;

import static io.kakuremichi.control.rest.RestAssertions.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

@ControlTest
class AddressAllocationTest {
    private static final int AT_ONCE = 32;

    private final ControlApi control = ControlApi.ofTest();

    @Inject
    AgroalDataSource database;

    @Test
    void agentGetsTheLowestFreeSubnet() throws SQLException {
        control.createAgent();
        var free = single("SELECT min(i) FROM generate_series(0, 65023) i"
                + " WHERE NOT EXISTS (SELECT FROM agents WHERE subnet_index = i)");

        var subnet = subnet(control.createAgent());

        assertThat(subnet).isEqualTo("10.%d.%d.0/24".formatted(1 + free % 254, free / 254));
    }

    @Test
    void freedSubnetIsGivenAgain() {
        var first = control.createAgent();
        control.createAgent();
        control.delete("/api/agents/" + first.id()).expect(200);

        var next = control.createAgent();

        assertThat(subnet(next)).isEqualTo(subnet(first));
        assertThat(next.created().path("virtualIp")).isEqualTo(first.created().path("virtualIp"));
    }

    @Test
    void agentsCreatedAtOnceGetSubnetsOfTheirOwn() throws InterruptedException {
        var agents = Together.run(AT_ONCE, i -> control.createAgent());

        assertThat(agents)
                .hasSize(AT_ONCE)
                .extracting(AddressAllocationTest::subnet)
                .doesNotHaveDuplicates();
        assertThat(agents)
                .extracting(agent -> agent.created().path("virtualIp").asText())
                .doesNotHaveDuplicates()
                .allSatisfy(address -> assertThat(address).endsWith(".100"));
    }

    @Test
    void freedHostNumberIsGivenAgain() {
        var first = control.createGateway();
        var second = control.createGateway();
        delete(first);

        var next = control.createGateway();

        assertThat(hostNumber(next)).isEqualTo(hostNumber(first));
        delete(second);
        delete(next);
    }

    @Test
    void gatewaysCreatedAtOnceGetHostNumbersOfTheirOwn() throws InterruptedException {
        var gateways = Together.run(AT_ONCE, i -> control.createGateway());

        assertThat(gateways)
                .hasSize(AT_ONCE)
                .extracting(AddressAllocationTest::hostNumber)
                .doesNotHaveDuplicates()
                .doesNotContain(100);
        gateways.forEach(this::delete);
    }

    @Test
    void hostNumberAfter99Is101() throws SQLException {
        execute(occupy("generate_series(0, 98)"));
        try {
            var gateway = control.createGateway();

            assertThat(hostNumber(gateway)).isGreaterThan(100);
            delete(gateway);
        } finally {
            execute("DELETE FROM gateways WHERE name LIKE 'occupant-%'");
        }
    }

    @Test
    void poolOfGatewaysIsExhaustedAt253() throws SQLException {
        execute(occupy("generate_series(0, 252)"));
        try {
            var refused = control.post("/api/gateways", Map.of("name", "one-too-many"));

            assertError(refused, 409, "POOL_EXHAUSTED");
        } finally {
            execute("DELETE FROM gateways WHERE name LIKE 'occupant-%'");
        }
    }

    @Test
    void poolOfAgentsIsExhaustedAt65024() throws SQLException {
        execute("""
                INSERT INTO agents (id, version, created_at, updated_at, name, metadata, api_key_hash, subnet_index, subnet,
                                    virtual_ip, wireguard_public_key, key_delivery, rotation_requested, key_changed_at,
                                      api_key_prefix)
                SELECT gen_random_uuid(), 0, now(), now(), 'occupant-' || i, '{}', encode(sha256(('a' || i)::bytea), 'hex'), i,
                       'occupied ' || i, 'occupied ' || i, 'occupied ' || i, 'OWN', false, now(), ''
                FROM generate_series(0, 65023) i ON CONFLICT DO NOTHING
                """);
        try {
            var refused = control.post("/api/agents", Map.of("name", "one-too-many"));

            assertError(refused, 409, "POOL_EXHAUSTED");
        } finally {
            execute("DELETE FROM agents WHERE name LIKE 'occupant-%'");
        }
    }

    private static String occupy(String indexes) {
        return """
                INSERT INTO gateways (id, version, created_at, updated_at, name, metadata, api_key_hash, host_index,
                                      host_number, wireguard_public_key, key_delivery, rotation_requested, key_changed_at,
                                      api_key_prefix)
                SELECT gen_random_uuid(), 0, now(), now(), 'occupant-' || i, '{}', encode(sha256(('g' || i)::bytea), 'hex'), i,
                       CASE WHEN i < 99 THEN i + 1 ELSE i + 2 END, 'occupied ' || i, 'OWN', false,
                       now(), ''
                FROM %s i ON CONFLICT DO NOTHING
                """.formatted(indexes);
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private int single(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private void delete(TestClient gateway) {
        control.delete("/api/gateways/" + gateway.id()).expect(200);
    }

    private static String subnet(TestClient agent) {
        return agent.created().path("subnet").asText();
    }

    private static int hostNumber(TestClient gateway) {
        return gateway.created().path("hostNumber").asInt();
    }
}
