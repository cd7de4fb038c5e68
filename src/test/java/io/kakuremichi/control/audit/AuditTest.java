package io.kakuremichi.control.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.harness.Bodies.TunnelBody;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.RecordedLog;
import io.kakuremichi.control.network.WireGuardKeyPair;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ControlTest
class AuditTest {
    private final ControlApi control = ControlApi.ofTest();

    @Inject
    Audit audit;

    @Inject
    AuditTable table;

    @Inject
    AuditWriter writer;

    @Inject
    AuditPruning pruning;

    @Inject
    Refusals refusals;

    @Inject
    AgroalDataSource dataSource;

    @Test
    void entryOfATransactionIsThereWithIt() throws SQLException {
        var subject = ControlApi.uniqueName("subject");

        QuarkusTransaction.requiringNew().run(() -> audit.record(entry(subject)));

        assertThat(count(subject)).isEqualTo(1);
    }

    @Test
    void entryOfATransactionIsGoneWithIt() throws SQLException {
        var subject = ControlApi.uniqueName("subject");

        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    audit.record(entry(subject));
                    throw new IllegalStateException("rolls back");
                }))
                .hasMessage("rolls back");

        assertThat(count(subject)).isZero();
    }

    @Test
    void entryWithoutATransactionIsWrittenInTheBackground() {
        var subject = ControlApi.uniqueName("subject");

        audit.record(entry(subject));

        await().until(() -> count(subject) == 1);
    }

    @Test
    void refusedDuplicateLeavesTheFailureOnly() {
        var agent = control.createAgent();
        var domain = ControlApi.uniqueDomain();
        control.createTunnel(domain, agent);
        var token = control.createToken("operator");
        control.withToken(token.text("token"))
                .post("/api/tunnels", new TunnelBody(domain, agent.id(), "localhost:1"))
                .expect(409);

        var query = "/api/audit?actor=" + token.text("name");
        await().until(() -> control.get(query).json().path("audit").size() == 1);
        var entry = control.get(query).json().path("audit").path(0);
        assertThat(entry.path("outcome").asText()).isEqualTo("failed");
        assertThat(entry.path("status").asInt()).isEqualTo(409);
    }

    @Test
    void refusedCallersAreCountedByAddressAndWay() throws SQLException {
        var address = ControlApi.uniqueName("address");
        var now = Instant.parse("2030-01-01T00:00:30Z");
        for (var i = 0; i < 50; i++) {
            refusals.count(address, "rest", null, now.plusMillis(i));
        }
        refusals.count(address, "rest", null, now.plusSeconds(60));
        refusals.count(address, "ws", null, now);

        refusals.write();

        await().until(
                        () -> countsOf(address),
                        List.of("authentication.rest 50", "authentication.rest 1", "authentication.ws 1")::equals);
        execute("DELETE FROM audit WHERE at > '2029-01-01'");
    }

    @Test
    void whyAnEnrollmentKeyWasRefusedIsInTheAuditOnly() {
        var key = enrollmentKey("agent");
        control.delete(key.header("Location")).expect(200);
        var holder = control.withToken(key.text("key"));
        holder.post("/api/enroll", "{}").expect(401);
        holder.post("/api/enroll", "{}").expect(401);

        refusals.write();

        await().untilAsserted(() -> assertThat(attemptsWith(key)).isEqualTo(Map.of("revoked", 2)));
    }

    @ParameterizedTest
    @CsvSource({"agent, gateway", "gateway, agent"})
    void enrollmentAsTheOtherTypeIsInTheAudit(String type, String other) {
        var key = enrollmentKey(type);
        control.withToken(key.text("key"))
                .post("/api/enroll", "{\"type\": \"%s\"}".formatted(other))
                .expect(401);
        var socket = control.stranger().open("/ws?type=" + other, "Authorization", "Bearer " + key.text("key"));
        socket.send("auth", Map.of("publicKey", WireGuardKeyPair.generate().publicKey()));
        assertThat(socket.awaitsClose()).isEqualTo(4401);

        refusals.write();

        await().untilAsserted(() -> assertThat(attemptsWith(key)).isEqualTo(Map.of("wrong_type", 2)));
        assertThat(control.get(key.header("Location")).json().path("used").asInt())
                .isZero();
    }

    private ControlApi.Answer enrollmentKey(String type) {
        return control.post("/api/enrollment-keys", """
                        {"name": "%s", "type": "%s"}""".formatted(ControlApi.uniqueName("key"), type))
                .expect(201);
    }

    /** How often nobody known was refused with that key, by the reason. */
    private Map<String, Integer> attemptsWith(ControlApi.Answer key) {
        var attempts = new HashMap<String, Integer>();
        control.get("/api/audit?action=authentication&subject=" + key.uuid("id"))
                .expect(200)
                .json()
                .path("audit")
                .forEach(entry -> {
                    assertThat(entry.path("outcome").asText()).isEqualTo("denied");
                    assertThat(entry.path("actor").asText()).isEqualTo("nobody");
                    attempts.merge(
                            entry.path("action").asText().replace("authentication.enrollment.", ""),
                            entry.path("count").asInt(),
                            Integer::sum);
                });
        return attempts;
    }

    @Test
    void addressesBeyondTheBoundShareOneEntry() throws SQLException {
        refusals.write();
        var now = Instant.parse("2031-01-01T00:00:30Z");
        for (var i = 0; i < Refusals.MAX_ADDRESSES + 500; i++) {
            refusals.count("198.51.100." + i, "bound", null, now);
        }

        refusals.write();

        await().until(() -> countsOf(Refusals.OTHERS).contains("authentication.bound 500"));
        execute("DELETE FROM audit WHERE at > '2029-01-01'");
    }

    @Test
    void refusedCallsOverRestAreCounted() {
        var before = Instant.now().minusMillis(1);
        control.withToken("nobodys").get("/api/agents").expect(401);
        control.withToken("nobodys").delete("/api/agents/1").expect(401);

        refusals.write();

        var query = "/api/audit?actor=nobody&action=authentication.rest&since=" + before;
        await().until(() -> !control.get(query).json().path("audit").isEmpty());
        var entry = control.get(query).json().path("audit").path(0);
        assertThat(entry.path("count").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(entry.path("outcome").asText()).isEqualTo("denied");
    }

    @Test
    void oldEntriesArePruned() throws SQLException {
        var subject = ControlApi.uniqueName("subject");
        var young = ControlApi.uniqueName("subject");
        table.insert(at(subject, Instant.now().minus(Duration.ofDays(91))));
        table.insert(at(young, Instant.now().minus(Duration.ofDays(89))));

        pruning.prune();

        assertThat(count(subject)).isZero();
        assertThat(count(young)).isEqualTo(1);
    }

    /** No method of HTTP is like this; it stands for any row that the database refuses. */
    @Test
    void aRowThatTheDatabaseRefusesFailsNoOther() {
        var subject = ControlApi.uniqueName("subject");
        try (var log = new RecordedLog()) {
            for (var method : List.of("GET", "\0", "PUT")) {
                writer.offer(new AuditEntry(
                        Instant.now(), "admin", null, "::1", method, "x", subject, AuditOutcome.SUCCESS, 200, 1));
            }

            await().untilAsserted(() -> assertThat(count(subject)).isEqualTo(2));
            await().untilAsserted(() -> assertThat(log.text()).containsOnlyOnce("The database refuses an audit entry"));
        }
    }

    @Test
    void idsSortByTimeWithinAMillisecond() {
        var first = AuditTable.id(Instant.parse("2030-01-01T00:00:00.000001Z"));
        var second = AuditTable.id(Instant.parse("2030-01-01T00:00:00.000002Z"));

        assertThat(first.version()).isEqualTo(7);
        assertThat(first.variant()).isEqualTo(2);
        assertThat(first.toString()).isLessThan(second.toString());
    }

    private static AuditEntry entry(String subject) {
        return AuditEntry.now("agent:1", "192.0.2.1", "test.record", subject, AuditOutcome.SUCCESS);
    }

    private static AuditEntry at(String subject, Instant at) {
        return new AuditEntry(at, "a", null, "192.0.2.1", null, "test.prune", subject, AuditOutcome.SUCCESS, null, 1);
    }

    private long count(String subject) throws SQLException {
        try (var connection = dataSource.getConnection();
                var query = connection.prepareStatement("SELECT count(*) FROM audit WHERE subject = ?")) {
            query.setString(1, subject);
            try (var rows = query.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private List<String> countsOf(String address) throws SQLException {
        var counts = new java.util.ArrayList<String>();
        try (var connection = dataSource.getConnection();
                var query = connection.prepareStatement(
                        "SELECT action || ' ' || count FROM audit WHERE address = ? ORDER BY action, count DESC")) {
            query.setString(1, address);
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    counts.add(rows.getString(1));
                }
            }
        }
        return counts;
    }

    private void execute(String sql) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
