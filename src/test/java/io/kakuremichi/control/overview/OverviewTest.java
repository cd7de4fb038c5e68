package io.kakuremichi.control.overview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.certificate.Certificates;
import io.kakuremichi.control.harness.Bodies.AckBody;
import io.kakuremichi.control.harness.Bodies.StatusBody;
import io.kakuremichi.control.harness.Bodies.StatusItem;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Other tests use the same Control, so that these look for their own clients and compare numbers. */
@ControlTest
class OverviewTest {
    private final ControlApi control = ControlApi.ofTest();
    private final TestClient agent = control.createAgent();
    private final TestClient gateway = control.createGateway();

    @Inject
    AgroalDataSource database;

    @AfterEach
    void deleteClients() {
        control.delete("/api/agents/" + agent.id());
        control.delete("/api/gateways/" + gateway.id());
    }

    @Test
    void numbersAreThoseOfTheLists() {
        agent.connect();
        control.createTunnel(ControlApi.uniqueDomain(), agent);

        await().untilAsserted(() -> {
            var overview = overview();
            for (var kind : List.of("agents", "gateways")) {
                assertThat(overview.at("/" + kind + "/total").asLong()).isEqualTo(total("/api/" + kind));
                assertThat(overview.at("/" + kind + "/online").asLong())
                        .isEqualTo(total("/api/" + kind + "?status=online") + total("/api/" + kind + "?status=error"));
            }
            assertThat(overview.at("/tunnels/total").asLong()).isEqualTo(total("/api/tunnels"));
            assertThat(overview.at("/certificates/total").asLong()).isEqualTo(total("/api/certificates"));
        });
    }

    private long total(String path) {
        return control.get(path).json().path("total").asLong();
    }

    @Test
    void changesAreCountedByMinute() {
        var before = sum(overview().path("changesPerMinute"));

        for (var i = 0; i < 3; i++) {
            control.createTunnel(ControlApi.uniqueDomain(), agent);
        }

        await().untilAsserted(() -> {
            var minutes = overview().path("changesPerMinute");
            assertThat(minutes).hasSize(60);
            assertThat(sum(minutes)).isGreaterThanOrEqualTo(before + 3);
        });
    }

    private static long sum(JsonNode numbers) {
        return StreamSupport.stream(numbers.spliterator(), false)
                .mapToLong(JsonNode::asLong)
                .sum();
    }

    @Test
    void tunnelOfAConnectedAgentIsWhatTheAgentReports() {
        var id = control.createTunnel(ControlApi.uniqueDomain(), agent);
        var domain = control.get("/api/tunnels/" + id).text("domain");
        agent.connect();

        agent.send("status", new StatusBody(new StatusItem(domain, "Error")));

        awaitProblem("tunnel_down", id.toString(), problem -> {
            assertThat(problem.path("severity").asText()).isEqualTo("severe");
            assertThat(problem.path("detail").asText()).isEqualTo("Error");
            assertThat(problem.at("/subject/name").asText()).isEqualTo(domain);
        });
        agent.send("status", new StatusBody(new StatusItem(domain, "up")));
        awaitNoProblem("tunnel_down", id.toString());
    }

    @Test
    void agentWithEnabledTunnelsThatIsOfflineIsASevereProblem() throws SQLException {
        var tunnel = control.createTunnel(ControlApi.uniqueDomain(), agent);
        agent.connect().close();
        awaitOffline(agent);

        assertThat(problem("client_offline", agent.id().toString())).isEmpty();
        execute("UPDATE presence SET last_seen_at = now() - interval '61 seconds' WHERE client_id = ?", agent.id());

        awaitProblem("client_offline", agent.id().toString(), problem -> {
            assertThat(problem.path("severity").asText()).isEqualTo("severe");
            assertThat(problem.path("count").asLong()).isEqualTo(1);
        });
        control.patch("/api/tunnels/" + tunnel, new Switch(false)).expect(200);
        awaitProblem("client_offline", agent.id().toString(), problem -> assertThat(
                        problem.path("severity").asText())
                .isEqualTo("mild"));
        agent.twin().connect();
        awaitNoProblem("client_offline", agent.id().toString());
    }

    private void awaitOffline(TestClient client) {
        await().until(() ->
                control.get("/api/agents/" + client.id()).text("status").equals("offline"));
    }

    @Test
    void clientThatNeverConnectedIsAMildProblemAfterAWhile() throws SQLException {
        assertThat(problem("never_connected", gateway.id().toString())).isEmpty();

        execute("UPDATE gateways SET created_at = now() - interval '11 minutes' WHERE id = ?", gateway.id());

        awaitProblem("never_connected", gateway.id().toString(), problem -> assertThat(
                        problem.path("severity").asText())
                .isEqualTo("mild"));
        assertThat(overview().at("/problems/kinds")).anySatisfy(each -> {
            assertThat(each.path("kind").asText()).isEqualTo("never_connected");
            assertThat(each.path("gateways").asLong())
                    .isBetween(1L, each.path("count").asLong());
        });
    }

    @Test
    void keyThatIsNotDeliveredIsAProblem() throws SQLException {
        agent.connect().awaitConfig();
        // Else the record of the delivery may follow the update below.
        await().until(() ->
                !control.get("/api/agents/" + agent.id()).text("keyDelivery").equals("pending"));
        execute("UPDATE presence SET connected_at = now() - interval '2 minutes' WHERE client_id = ?", agent.id());

        execute(
                "UPDATE agents SET key_delivery = 'PENDING', updated_at = now() - interval '2 minutes' WHERE id = ?",
                agent.id());

        awaitProblem("key_not_delivered", agent.id().toString(), problem -> {});
    }

    @Test
    void certificateThatExpiresSoonIsAProblem() {
        var domain = ControlApi.uniqueDomain();
        control.createTunnel(domain, agent);
        var certificate = Certificates.ec()
                .domain(domain)
                .valid(Instant.now().minus(Duration.ofDays(80)), Instant.now().plus(Duration.ofHours(60)))
                .make();

        gateway.connect().send("certificate_obtained", certificate.data(domain));

        awaitProblem("certificate_expiring", domain, problem -> {
            assertThat(problem.path("severity").asText()).isEqualTo("severe");
            assertThat(problem.path("count").asLong()).isEqualTo(2);
            assertThat(problem.at("/subject/kind").asText()).isEqualTo("certificate");
        });
        control.delete("/api/certificates/" + domain).expect(200);
    }

    @Test
    void errorThatTheClientHasNotOvercomeIsAProblem() {
        agent.openWith("ack").awaitConfig();
        var revision = agent.revision();

        agent.send("config_ack", new FailedAck(revision, false, "port in use"));

        awaitProblem("client_error", agent.id().toString(), problem -> assertThat(
                        problem.path("detail").asText())
                .isEqualTo("port in use"));
        agent.send("config_ack", new AckBody(revision, true));
        control.createTunnel(ControlApi.uniqueDomain(), agent);
        agent.awaits("tunnel_create");
        agent.send("config_ack", new AckBody(agent.revision(), true));
        awaitNoProblem("client_error", agent.id().toString());
    }

    @Test
    void clientThatDoesNotConfirmLags() throws SQLException {
        agent.openWith("ack").awaitConfig();
        agent.send("config_ack", new AckBody(agent.revision(), true));
        var path = "/api/agents/" + agent.id();
        await().until(() -> !control.get(path).json().path("revisionApplied").isNull());

        control.createTunnel(ControlApi.uniqueDomain(), agent);
        agent.awaits("tunnel_create");
        var wanted = control.get(path).json().path("revisionWanted").asLong();
        // The feed compares the time of the last change that it applied, so that has to be another one.
        gateway.connect().awaitConfig();
        control.createTunnel(ControlApi.uniqueDomain(), control.createAgent());
        gateway.awaits("tunnel_create");
        execute("UPDATE change_log SET created_at = now() - interval '20 seconds' WHERE revision = " + wanted, null);

        awaitProblem("client_lagging", agent.id().toString(), problem -> assertThat(
                        problem.path("count").asLong())
                .isPositive());
        agent.send("config_ack", new AckBody(agent.revision(), true));
        awaitNoProblem("client_lagging", agent.id().toString());
    }

    @Test
    void replicaThatAnswersIsAmongTheReplicas() {
        var replicas = overview().path("replicas");

        assertThat(replicas).anySatisfy(replica -> {
            assertThat(replica.path("answering").asBoolean()).isTrue();
            assertThat(replica.path("state").asText()).isEqualTo("running");
        });
    }

    @Test
    void replicaThatDoesNotRenewItsLeaseIsLost() throws SQLException {
        var id = UUID.randomUUID();

        execute(
                "INSERT INTO replicas (id, name, lease_until) VALUES (?, 'control-gone', now() - interval '1 second')",
                id);

        // Deleted within seconds by the one that is alive; known before or not, it is a problem while it is there.
        await().until(() -> problem("replica_lost", id.toString()).size() == 1
                || !StreamSupport.stream(overview().path("replicas").spliterator(), false)
                        .map(each -> each.path("id").asText())
                        .toList()
                        .contains(id.toString()));
    }

    @Test
    void pictureShowsEachClientWithItsTunnelsOrAllInGroups() {
        agent.connect();
        control.createTunnel(ControlApi.uniqueDomain(), agent);

        await().untilAsserted(() -> {
            var picture = control.get("/api/topology").expect(200).json();
            for (var kind : List.of("agents", "gateways")) {
                var side = picture.path(kind);
                assertThat(side.path("total").asLong()).isEqualTo(total("/api/" + kind));
                assertThat(StreamSupport.stream(side.path("nodes").spliterator(), false)
                                .map(node -> node.path("clients"))
                                .mapToLong(OverviewTest::sum)
                                .sum())
                        .isEqualTo(side.path("total").asLong());
            }
        });
    }

    private JsonNode overview() {
        return control.get("/api/overview").expect(200).json();
    }

    private List<JsonNode> problem(String kind, String subject) {
        return StreamSupport.stream(overview().at("/problems/items").spliterator(), false)
                .filter(each -> each.path("kind").asText().equals(kind)
                        && each.at("/subject/id").asText().equals(subject))
                .toList();
    }

    private void awaitProblem(String kind, String subject, Consumer<JsonNode> check) {
        await().untilAsserted(
                        () -> assertThat(problem(kind, subject)).singleElement().satisfies(check));
    }

    private void awaitNoProblem(String kind, String subject) {
        await().until(() -> problem(kind, subject).isEmpty());
    }

    private void execute(String sql, UUID id) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(sql)) {
            if (id != null) {
                statement.setObject(1, id);
            }
            statement.executeUpdate();
        }
    }

    private record Switch(boolean enabled) {}

    private record FailedAck(long revision, boolean success, String error) {}
}
