package io.kakuremichi.control.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.enrollment.EnrollmentBodies.Key;
import io.kakuremichi.control.harness.Bodies.TunnelBody;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import io.kakuremichi.control.rest.Together;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@ControlTest
class EphemeralClientsTest {
    private static final String EPHEMERAL = ", \"ephemeral\": true, \"ephemeralAfter\": \"PT10M\"";
    private static final Duration OBSERVED = Duration.ofMinutes(10);

    private final ControlApi control = ControlApi.ofTest();

    @Inject
    EphemeralClients clients;

    @Inject
    AgroalDataSource dataSource;

    @Test
    void clientThatNeverConnectedCountsFromItsCreation() throws SQLException {
        var young = enrolled("agent", EPHEMERAL);
        var old = enrolled("agent", EPHEMERAL);
        createdBefore(old, "11 minutes");

        clients.removeAbsent(OBSERVED);

        assertThat(status(old)).isEqualTo(404);
        assertThat(status(young)).isEqualTo(200);
    }

    @Test
    void deletionIsAnOrdinaryOne() throws SQLException {
        var agent = enrolled("agent", EPHEMERAL);
        var gateway = control.createGateway().connect();
        var tunnel = control.post("/api/tunnels", new TunnelBody(ControlApi.uniqueDomain(), agent.id(), "localhost:80"))
                .expect(201)
                .uuid("id");
        createdBefore(agent, "11 minutes");

        clients.removeAbsent(OBSERVED);

        gateway.awaits("tunnel_delete", data -> data.path("id").asText().equals(tunnel.toString()));
        var audit = control.get("/api/audit?action=agent.delete&subject=" + agent.id())
                .json()
                .path("audit");
        assertThat(audit).hasSize(1);
        assertThat(audit.path(0).path("actor").asText()).isEqualTo("schedule");
        control.delete("/api/gateways/" + gateway.id());
    }

    @Test
    void gatewayIsRemovedToo() throws SQLException {
        var gateway = enrolled("gateway", EPHEMERAL);
        createdBefore(gateway, "11 minutes");

        clients.removeAbsent(OBSERVED);

        assertThat(status(gateway)).isEqualTo(404);
    }

    @Test
    void clientThatIsOnlineStays() throws SQLException {
        var agent = enrolled("agent", EPHEMERAL);
        var connected = client(agent).connect();
        createdBefore(agent, "1 year");
        execute("UPDATE presence SET last_seen_at = now() - interval '1 hour' WHERE client_id = '%s' AND online"
                .formatted(agent.id()));

        clients.removeAbsent(OBSERVED);

        assertThat(status(agent)).isEqualTo(200);
        connected.close();
    }

    @Test
    void absenceBeginsWhenTheClientWasLastSeen() throws SQLException {
        var agent = enrolled("agent", EPHEMERAL);
        client(agent).connect().close();
        await().until(() -> control.get(agent.path()).text("status").equals("offline"));
        createdBefore(agent, "1 year");

        clients.removeAbsent(OBSERVED);
        assertThat(status(agent)).isEqualTo(200);
        execute("UPDATE presence SET last_seen_at = now() - interval '11 minutes' WHERE client_id = '%s'"
                .formatted(agent.id()));
        clients.removeAbsent(OBSERVED);

        assertThat(status(agent)).isEqualTo(404);
    }

    @Test
    void clientShowsWhenItIsRemovedWhileItIsOffline() {
        for (var type : List.of("agent", "gateway")) {
            var enrolled = enrolled(type, EPHEMERAL);
            var created = control.get(enrolled.path()).expect(200).json();
            assertThat(created.path("ephemeralAfter").asText()).isEqualTo("PT10M");
            assertThat(instant(created, "removalDueAt"))
                    .isEqualTo(instant(created, "createdAt").plus(Duration.ofMinutes(10)));

            var connection = client(enrolled).connect();
            assertThat(control.get(enrolled.path()).json().path("removalDueAt").isNull())
                    .isTrue();
            connection.close();
            await().until(() -> control.get(enrolled.path()).text("status").equals("offline"));

            var offline = control.get(enrolled.path()).json();
            assertThat(instant(offline, "removalDueAt"))
                    .isEqualTo(instant(offline, "lastSeenAt").plus(Duration.ofMinutes(10)));
            assertThat(listed(enrolled).path("removalDueAt")).isEqualTo(offline.path("removalDueAt"));
        }
    }

    private JsonNode listed(Enrolled enrolled) {
        var name = control.get(enrolled.path()).text("name");
        return control.get("/api/" + enrolled.type() + "s?name=" + name)
                .json()
                .path(enrolled.type() + "s")
                .path(0);
    }

    private static Instant instant(JsonNode client, String field) {
        return Instant.parse(client.path(field).asText());
    }

    /** As after an outage, in which the client could not connect. */
    @Test
    void absenceThatWasNotObservedDoesNotCount() throws SQLException {
        var agent = enrolled("agent", EPHEMERAL);
        createdBefore(agent, "1 year");

        clients.removeAbsent(OBSERVED.minusSeconds(1));

        assertThat(status(agent)).isEqualTo(200);
    }

    @Test
    void clientOfAnotherKeyStays() throws SQLException {
        var agent = enrolled("agent", "");
        createdBefore(agent, "1 year");

        clients.removeAbsent(OBSERVED);

        assertThat(status(agent)).isEqualTo(200);
    }

    @Test
    void replicasThatRunAtOnceRemoveAClientOnce() throws SQLException, InterruptedException {
        var agent = enrolled("agent", EPHEMERAL);
        createdBefore(agent, "11 minutes");

        Together.run(4, i -> {
            clients.removeAbsent(OBSERVED);
            return i;
        });

        assertThat(status(agent)).isEqualTo(404);
        assertThat(control.get("/api/audit?action=agent.delete&subject=" + agent.id())
                        .json()
                        .path("total")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void clientThatCannotBeRemovedDoesNotKeepOthers() {
        var removed = new ArrayList<UUID>();
        var stuck = new UUID(0, 1);
        var other = new UUID(0, 2);
        var removal = new EphemeralRemoval(null, null, null, null, null) {
            @Override
            List<UUID> absent(ClientType type, Duration observed) {
                return type == ClientType.AGENT ? List.of(stuck, other) : List.of();
            }

            @Override
            void remove(ClientType type, UUID id, Duration observed) {
                if (id.equals(stuck)) {
                    throw new IllegalStateException("locked");
                }
                removed.add(id);
            }
        };

        new EphemeralClients(removal).removeAbsent(OBSERVED);

        assertThat(removed).containsExactly(other);
    }

    private Enrolled enrolled(String type, String more) {
        var answer = Key.of(control, type, more).enroll().expect(201);
        return new Enrolled(answer.uuid("id"), type, answer.text("apiKey"));
    }

    private TestClient client(Enrolled enrolled) {
        return control.clientWithKey(enrolled.type(), enrolled.apiKey());
    }

    private int status(Enrolled enrolled) {
        return control.get(enrolled.path()).status();
    }

    private void createdBefore(Enrolled enrolled, String interval) throws SQLException {
        execute("UPDATE %ss SET created_at = now() - interval '%s' WHERE id = '%s'"
                .formatted(enrolled.type(), interval, enrolled.id()));
    }

    private void execute(String sql) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private record Enrolled(UUID id, String type, String apiKey) {
        String path() {
            return "/api/" + type + "s/" + id;
        }
    }
}
