package io.kakuremichi.control.session;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients connect while tunnels change without pause: whatever moment they hit, they miss nothing and hear nothing twice. */
@ControlTest
class RaceOfChangesAndConnectsTest {
    private static final int AGENTS = 10;
    private static final int GATEWAYS = 25;

    private final ControlApi control = ControlApi.ofTest();
    private final List<TestClient> agents =
            IntStream.range(0, AGENTS).mapToObj(i -> control.createAgent()).toList();
    private final List<TestClient> gateways =
            IntStream.range(0, GATEWAYS).mapToObj(i -> control.createGateway()).toList();
    private final AtomicBoolean writing = new AtomicBoolean(true);

    @AfterEach
    void removeTheCrowd() {
        gateways.forEach(gateway -> control.delete("/api/gateways/" + gateway.id()));
        agents.forEach(agent -> control.delete("/api/agents/" + agent.id()));
    }

    @Test
    void everyClientEndsUpWithTheStateOfRest() throws Exception {
        var witness = gateways.getFirst().connect();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writers = List.of(threads.submit(this::write), threads.submit(this::write));
            connectOneAfterTheOther();
            writing.set(false);
            for (Future<?> writer : writers) {
                writer.get();
            }
        }

        var marker = control.createTunnel(ControlApi.uniqueDomain(), agents.getFirst());
        gateways.forEach(gateway -> gateway.awaits("tunnel_create", data -> isOf(data, marker)));
        agents.getFirst().awaits("tunnel_create", data -> isOf(data, marker));
        var stored = storedTunnels();
        assertThat(stored.values().stream().mapToInt(Map::size).sum()).isGreaterThan(5);
        assertThat(gateways).allSatisfy(gateway -> {
            assertInOrder(gateway);
            assertHeardWhatTheWitnessHeard(gateway, witness);
            assertThat(tunnelsOfThisTest(gateway)).isEqualTo(asGatewaysSeeThem(stored));
        });
        assertThat(agents).allSatisfy(agent -> {
            // A later change of this very agent, so that everything before it has come.
            var last = control.createTunnel(ControlApi.uniqueDomain(), agent);
            agent.awaits("tunnel_create", data -> isOf(data, last));
            control.deleteTunnel(last);
            agent.awaits("tunnel_delete", data -> isOf(data, last));
            assertInOrder(agent);
            assertThat(agent.tunnels()).isEqualTo(stored.get(agent.id()));
        });
    }

    private void connectOneAfterTheOther() {
        for (var i = 1; i < GATEWAYS; i++) {
            gateways.get(i).connect();
            if (i <= AGENTS) {
                agents.get(i - 1).connect();
            }
        }
    }

    /** Creates, changes, moves and deletes tunnels, a few of which stay. */
    private void write() {
        var random = ThreadLocalRandom.current();
        var own = new ArrayList<UUID>();
        while (writing.get() || own.size() < 5) {
            if (own.size() < 5) {
                own.add(control.createTunnel(ControlApi.uniqueDomain(), anyAgent()));
            }
            var some = own.get(random.nextInt(own.size()));
            switch (random.nextInt(4)) {
                case 0 -> control.changeTunnel(some, Map.of("target", "localhost:" + random.nextInt(1, 65_536)));
                case 1 -> control.changeTunnel(some, Map.of("enabled", random.nextBoolean()));
                case 2 ->
                    control.changeTunnel(some, Map.of("agentId", anyAgent().id()));
                default -> {
                    control.deleteTunnel(some);
                    own.remove(some);
                }
            }
        }
    }

    private TestClient anyAgent() {
        return agents.get(ThreadLocalRandom.current().nextInt(AGENTS));
    }

    /** By agent, then by id, as the agent sees it. */
    private Map<UUID, Map<String, JsonNode>> storedTunnels() {
        return agents.stream().collect(toMap(TestClient::id, agent -> {
            var tunnels = new TreeMap<String, JsonNode>();
            control.get("/api/agents/" + agent.id() + "/tunnels?limit=1000")
                    .expect(200)
                    .json()
                    .path("tunnels")
                    .forEach(tunnel -> tunnels.put(
                            tunnel.path("id").asText(),
                            tunnel.<ObjectNode>deepCopy().retain("id", "domain", "target", "enabled")));
            return tunnels;
        }));
    }

    private Map<String, JsonNode> asGatewaysSeeThem(Map<UUID, Map<String, JsonNode>> stored) {
        var tunnels = new TreeMap<String, JsonNode>();
        for (var agent : agents) {
            stored.get(agent.id())
                    .forEach((id, tunnel) -> tunnels.put(
                            id,
                            tunnel.<ObjectNode>deepCopy()
                                    .set("agentVirtualIp", agent.created().path("virtualIp"))));
        }
        return tunnels;
    }

    private Map<String, JsonNode> tunnelsOfThisTest(TestClient gateway) {
        var addresses = agents.stream()
                .map(agent -> agent.created().path("virtualIp").asText())
                .toList();
        var tunnels = new TreeMap<>(gateway.tunnels());
        tunnels.values()
                .removeIf(tunnel ->
                        !addresses.contains(tunnel.path("agentVirtualIp").asText()));
        return tunnels;
    }

    private static void assertInOrder(TestClient client) {
        assertThat(client.messageTypes()).startsWith("auth_success", "config");
        var last = -1L;
        for (var message : client.messages().subList(1, client.messages().size())) {
            var revision = message.path("revision").longValue();
            if (message.path("type").asText().equals("config")) {
                assertThat(revision).isGreaterThanOrEqualTo(last);
            } else {
                assertThat(revision).isGreaterThan(last);
            }
            last = revision;
        }
    }

    /** From its first config on. */
    private static void assertHeardWhatTheWitnessHeard(TestClient gateway, TestClient witness) {
        var since = gateway.messages("config").getFirst().path("revision").longValue();
        assertThat(changes(gateway))
                .isEqualTo(changes(witness).stream()
                        .filter(change -> change.path("revision").longValue() > since)
                        .toList());
    }

    private static List<JsonNode> changes(TestClient client) {
        return client.messages().stream()
                .filter(message -> message.path("type").asText().startsWith("tunnel_"))
                .toList();
    }

    private static boolean isOf(JsonNode data, UUID tunnel) {
        return data.path("id").asText().equals(tunnel.toString());
    }
}
