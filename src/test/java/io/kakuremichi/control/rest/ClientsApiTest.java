package io.kakuremichi.control.rest;

import static io.kakuremichi.control.rest.RestAssertions.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ControlTest
class ClientsApiTest {
    private final ControlApi control = ControlApi.ofTest();
    private final Lists lists = new Lists(control);

    @ParameterizedTest
    @ValueSource(strings = {"agent", "gateway"})
    void listsAClientWhileItIsConnected(String type) {
        var client = type.equals("agent") ? control.createAgent() : control.createGateway();
        var before = Instant.now();

        client.connect();

        await().until(() -> find(client).isPresent());
        assertThat(find(client)).hasValueSatisfying(listed -> {
            assertThat(names(listed))
                    .containsExactlyInAnyOrder(
                            "id",
                            "type",
                            "name",
                            "connectedAt",
                            "lastHeartbeat",
                            "remoteAddress",
                            "replica",
                            "revisionWanted",
                            "revisionApplied",
                            "lastError",
                            "revision");
            assertThat(listed.path("type").asText()).isEqualTo(type);
            assertThat(listed.path("name")).isEqualTo(client.created().path("name"));
            assertThat(Instant.parse(listed.path("connectedAt").asText()))
                    .isBetween(before.minusMillis(1), Instant.now().plusMillis(1));
            assertThat(Instant.parse(listed.path("lastHeartbeat").asText())).isAfterOrEqualTo(before.minusMillis(1));
            assertThat(listed.path("remoteAddress").asText()).matches("127\\.0\\.0\\.1(:\\d+)?");
            assertThat(listed.path("replica").asText()).isNotBlank();
            assertThat(listed.path("revision").isIntegralNumber()).isTrue();
        });
        client.close();
        await().until(() -> find(client).isEmpty());
        control.delete("/api/" + type + "s/" + client.id()).expect(200);
    }

    /** Not that of the last batch, some seconds ago. */
    @Test
    void revisionIsTheOneThatTheClientHas() {
        var agent = control.createAgent().connect();
        await().until(() -> find(agent).isPresent());

        control.createTunnel(ControlApi.uniqueDomain(), agent);
        agent.awaits("tunnel_create");

        var received =
                agent.messages("tunnel_create").getLast().path("revision").asLong();
        assertThat(find(agent).orElseThrow().path("revision").asLong()).isGreaterThanOrEqualTo(received);
        control.delete("/api/agents/" + agent.id()).expect(200);
    }

    @Test
    void clientThatNeverConnectedIsNotListed() {
        assertThat(find(control.createAgent())).isEmpty();
    }

    @Test
    void clientThatIsDeletedIsDropped() {
        var agent = control.createAgent().connect();
        await().until(() -> find(agent).isPresent());

        control.delete("/api/agents/" + agent.id()).expect(200);

        assertThat(find(agent)).isEmpty();
    }

    @Test
    void listCountsTheConnected() {
        var agent = control.createAgent().connect();
        await().until(() -> find(agent).isPresent());

        var list = control.get("/api/clients?limit=1").expect(200);

        assertThat(list.fields()).containsExactlyInAnyOrder("clients", "total", "nextCursor");
        assertThat(list.json().path("clients")).hasSize(1);
        assertThat(list.json().path("total").asInt()).isPositive();
    }

    @Test
    void idListsOnlyThatClient() {
        var agent = control.createAgent().connect();
        var other = control.createGateway().connect();
        await().until(() -> find(agent).isPresent() && find(other).isPresent());

        var list = control.get("/api/clients?id=" + agent.id()).expect(200).json();

        assertThat(list.path("clients").findValuesAsText("id"))
                .containsExactly(agent.id().toString());
        assertThat(list.path("total").asInt()).isEqualTo(1);
        assertThat(list.path("nextCursor").isNull()).isTrue();
        var fault = control.get("/api/clients?id=office").expect(400).json();
        assertThat(fault.at("/error/details/id").asText()).isEqualTo("must be a UUID");
    }

    private Optional<JsonNode> find(TestClient client) {
        return lists.find("/api/clients", "", client.id());
    }
}
