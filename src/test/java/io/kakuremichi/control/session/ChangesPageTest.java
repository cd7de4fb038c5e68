package io.kakuremichi.control.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.certificate.Certificates;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import io.kakuremichi.control.network.WireGuardKeyPair;
import io.kakuremichi.control.session.connection.SessionState;
import io.kakuremichi.control.topology.Sequencer;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Makes each change of the table in {@code changes.md}, and compares what connected clients receive with its row. */
@ControlTest
class ChangesPageTest {
    private static final List<String> STYLES = List.of("plain", "delta", "flat");

    private final ControlApi control = ControlApi.ofTest();

    /** By style: the agents that the changes are about, other agents, and gateways. */
    private final Map<String, TestClient> subjects = new HashMap<>();

    private final Map<String, TestClient> others = new HashMap<>();
    private final Map<String, TestClient> gateways = new HashMap<>();

    /** Makes changes without being looked at. */
    private final TestClient mover = control.createAgent();

    private final TestClient edge = control.createGateway();
    private final Map<String, UUID> tunnels = new HashMap<>();
    private final Map<TestClient, Integer> seen = new HashMap<>();
    private final List<UUID> created = new ArrayList<>();
    private final String domain = ControlApi.uniqueDomain();

    @Inject
    Sessions sessions;

    @Inject
    Sequencer sequencer;

    @Inject
    AgroalDataSource dataSource;

    @BeforeEach
    void connect() {
        for (var style : STYLES) {
            subjects.put(style, connected(style, control.createAgent()));
            others.put(style, connected(style, control.createAgent()));
            gateways.put(style, connected(style, control.createGateway()));
        }
        skip();
    }

    @AfterEach
    void freeTheirPlaces() {
        gateways.values().forEach(gateway -> control.delete("/api/gateways/" + gateway.id()));
        control.delete("/api/gateways/" + edge.id());
        created.forEach(id -> control.delete("/api/gateways/" + id));
    }

    @Test
    void everyRowHolds() throws IOException {
        var rows = ChangesTable.rows();
        var changes = changes();
        assertThat(rows.keySet()).containsExactlyElementsOf(changes.keySet());

        changes.forEach((name, change) -> {
            beat();
            change.run();
            settled();
            // What arrives later than this fails the next row.
            await(name).atMost(Duration.ofSeconds(5)).untilAsserted(() -> assertThat(received())
                    .isEqualTo(rows.get(name)));
            clients().forEach(client -> seen.put(client, client.messageTypes().size()));
        });
    }

    private List<TestClient> clients() {
        return Stream.of(subjects, others, gateways)
                .flatMap(clients -> STYLES.stream().map(clients::get))
                .toList();
    }

    /** Keeps the connections alive on a slow machine. */
    private void beat() {
        for (var client : clients()) {
            if (isFlat(client)) {
                client.sendRaw("{\"type\":\"ping\",\"timestamp\":1}");
            } else {
                client.heartbeat();
            }
        }
    }

    private boolean isFlat(TestClient client) {
        return Stream.of(subjects, others, gateways).anyMatch(clients -> clients.get("flat") == client);
    }

    /** Leaves out what the clients have been sent so far. */
    private void skip() {
        settled();
        for (var client : clients()) {
            if (isFlat(client)) {
                var before = client.messages("pong").size();
                client.sendRaw("{\"type\":\"ping\",\"timestamp\":1}");
                await().until(() -> client.messages("pong").size() > before);
            } else {
                client.awaitsHandled();
            }
            seen.put(client, client.messageTypes().size());
        }
    }

    private Map<String, Runnable> changes() {
        var changes = new LinkedHashMap<String, Runnable>();
        changes.put(
                "A tunnel is created",
                () -> subjects.forEach(
                        (style, agent) -> tunnels.put(style, control.createTunnel(ControlApi.uniqueDomain(), agent))));
        changes.put(
                "A tunnel gets another target, or is enabled or disabled",
                () -> changeTunnels(Map.of("target", "web:81", "enabled", false)));
        changes.put("A tunnel gets another description", () -> changeTunnels(Map.of("description", "another")));
        changes.put(
                "A tunnel becomes a proxy, or is none any more", () -> changeTunnels(Map.of("httpProxyEnabled", true)));
        changes.put("A tunnel moves to another agent", () -> changeTunnels(Map.of("agentId", mover.id())));
        changes.put(
                "A tunnel moves to this agent",
                () -> tunnels.forEach((style, id) -> control.changeTunnel(
                        id, Map.of("agentId", subjects.get(style).id()))));
        changes.put("A tunnel is deleted", () -> tunnels.values().forEach(control::deleteTunnel));
        changes.put(
                "An agent is created", () -> created.add(control.createAgent().id()));
        changes.put("An agent is renamed", () -> changeSubjects("name"));
        changes.put("An agent gets other metadata", () -> subjects.values()
                .forEach(agent -> control.patch("/api/agents/" + agent.id(), Map.of("metadata", Map.of("a", 1)))
                        .expect(200)));
        changes.put("An agent without tunnels gets another WireGuard key", () -> takesAnotherKey(mover));
        changes.put("An agent with tunnels gets another WireGuard key", () -> {
            control.createTunnel(ControlApi.uniqueDomain(), mover);
            skip();
            takesAnotherKey(mover);
        });
        changes.put("An agent without tunnels is deleted", () -> control.delete("/api/agents/" + created.getFirst())
                .expect(200));
        changes.put(
                "A gateway without an address is created",
                () -> created.add(control.createGateway().id()));
        changes.put("A gateway gets another address", () -> changeEdge(Map.of("publicIp", "192.0.2.77")));
        changes.put("A gateway is renamed", () -> changeEdge(Map.of("name", ControlApi.uniqueName("edge"))));
        changes.put("A gateway gets another region", () -> changeEdge(Map.of("region", "eu")));
        changes.put("A gateway with an address is deleted", () -> control.delete("/api/gateways/" + edge.id())
                .expect(200));
        changes.put("A certificate is stored", this::storeCertificate);
        changes.put("A certificate is deleted", () -> control.delete("/api/certificates/" + domain)
                .expect(200));
        changes.put("A client connects or disconnects", () -> mover.connect().close());
        changes.put("A tunnel is disabled, and enabled again within a second", this::toggleTunnels);
        return changes;
    }

    private void changeTunnels(Map<String, ?> change) {
        tunnels.values().forEach(id -> control.changeTunnel(id, change));
    }

    private void changeSubjects(String field) {
        subjects.values().forEach(agent -> control.patch(
                        "/api/agents/" + agent.id(), Map.of(field, ControlApi.uniqueName("renamed")))
                .expect(200));
    }

    private void changeEdge(Map<String, ?> change) {
        control.patch("/api/gateways/" + edge.id(), change).expect(200);
    }

    private void takesAnotherKey(TestClient agent) {
        agent.open()
                .send(
                        "auth",
                        Map.of(
                                "apiKey",
                                agent.apiKey(),
                                "publicKey",
                                WireGuardKeyPair.generate().publicKey()));
        agent.awaitConfig().close();
    }

    /** By a gateway that is not looked at, because the one that reports a certificate is not sent it. */
    private void storeCertificate() {
        var reporter = control.createGateway().connect();
        skip();
        control.createTunnel(domain, mover);
        skip();
        reporter.send(
                "certificate_obtained", Certificates.ec().domain(domain).make().data(domain));
        await().until(() -> control.get("/api/certificates/" + domain).status() == 200);
        gateways.put("reporter", reporter);
    }

    /** In the first half of the second in which flat gateways wait for more. */
    private void toggleTunnels() {
        subjects.forEach((style, agent) -> tunnels.put(style, control.createTunnel(ControlApi.uniqueDomain(), agent)));
        skip();
        changeTunnels(Map.of("enabled", false));
        changeTunnels(Map.of("enabled", true));
    }

    private TestClient connected(String style, TestClient client) {
        switch (style) {
            case "plain" -> client.connect();
            case "delta" -> client.openWith("delta").awaitConfig();
            case "flat" -> {
                client.open("/").sendRaw("""
                        {"type":"auth","timestamp":1,"apiKey":"%s","clientType":"%s","publicKey":"%s"}""".formatted(
                                client.apiKey(),
                                client.isAgent() ? "agent" : "gateway",
                                WireGuardKeyPair.generate().publicKey()));
                client.awaits("config_update");
            }
            default -> throw new IllegalArgumentException(style);
        }
        return client;
    }

    /** Waits until every connection was sent, or did not need, what is committed. */
    private void settled() {
        await().atMost(Duration.ofSeconds(15)).until(() -> {
            var committed = revision();
            return sequencer.revision() == committed
                    && sequencer
                            .read(topology -> topology.revision() == committed)
                            .get()
                    && isUpToDate(ClientType.AGENT)
                    && isUpToDate(ClientType.GATEWAY);
        });
    }

    private boolean isUpToDate(ClientType type) {
        return sessions.live(type)
                .allMatch(session -> session.state() instanceof SessionState.Live live
                        && session.progress().sent()
                                >= sequencer
                                        .read(topology -> topology.wantedBy(type, live.clientId(), true))
                                        .join());
    }

    private long revision() throws SQLException {
        try (var connection = dataSource.getConnection();
                var row = connection.createStatement().executeQuery("SELECT revision FROM control_state")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** What each client received for this row, in the order of the table's columns. */
    private List<Set<String>> received() {
        var received = new ArrayList<Set<String>>();
        for (var clients : List.of(subjects, others, gateways)) {
            received.add(types(clients.get("plain")));
            received.add(types(clients.get("delta")));
        }
        for (var clients : List.of(subjects, others, gateways)) {
            received.add(types(clients.get("flat")));
        }
        return received;
    }

    private Set<String> types(TestClient client) {
        var all = client.messageTypes();
        var types = new TreeSet<String>();
        for (var type : all.subList(seen.getOrDefault(client, 0), all.size())) {
            types.add(type.equals("config_update") ? "config" : type);
        }
        types.remove("pong");
        return types;
    }
}
