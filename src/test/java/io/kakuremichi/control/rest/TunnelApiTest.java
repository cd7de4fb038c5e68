package io.kakuremichi.control.rest;

import static io.kakuremichi.control.rest.RestAssertions.assertError;
import static io.kakuremichi.control.rest.RestAssertions.assertInvalid;
import static io.kakuremichi.control.rest.RestAssertions.names;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.BooleanNode;
import io.kakuremichi.control.harness.Bodies.TunnelBody;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ControlTest
class TunnelApiTest {
    private static final String[] FIELDS = {
        "id",
        "domain",
        "agentId",
        "agentName",
        "agentStatus",
        "target",
        "description",
        "enabled",
        "managedBy",
        "httpProxyEnabled",
        "socksProxyEnabled",
        "reportedStatus",
        "reportedAt",
        "createdAt",
        "updatedAt"
    };

    private final ControlApi control = ControlApi.ofTest();
    private final Lists lists = new Lists(control);
    private TestClient agent;
    private String domain;

    @BeforeEach
    void createAgent() {
        agent = control.createAgent();
        domain = ControlApi.uniqueDomain();
    }

    @Test
    void creationAnswersTheTunnelWithItsPlaceAndVersion() {
        var created =
                control.post("/api/tunnels", """
                        {
                          "domain": "%s",
                          "agentId": "%s",
                          "target": "localhost:80",
                          "description": "a\\nb 日本",
                          "enabled": false,
                          "socksProxyEnabled": true
                        }""".formatted(domain, agent.id())).expect(201);

        var tunnel = created.json();
        assertThat(created.header("Location")).isEqualTo("/api/tunnels/" + created.uuid("id"));
        assertThat(created.header("ETag")).matches("\"\\d+\"");
        assertThat(created.fields()).containsExactlyInAnyOrder(FIELDS);
        assertThat(tunnel.path("domain").asText()).isEqualTo(domain);
        assertThat(tunnel.path("agentId").asText()).isEqualTo(agent.id().toString());
        assertThat(tunnel.path("agentName").asText())
                .isEqualTo(agent.created().path("name").asText());
        assertThat(tunnel.path("target").asText()).isEqualTo("localhost:80");
        assertThat(tunnel.path("description").asText()).isEqualTo("a\nb 日本");
        assertThat(tunnel.path("enabled").asBoolean()).isFalse();
        assertThat(tunnel.path("httpProxyEnabled")).isEqualTo(BooleanNode.FALSE);
        assertThat(tunnel.path("socksProxyEnabled")).isEqualTo(BooleanNode.TRUE);
        assertThat(tunnel.path("reportedStatus").isNull()).isTrue();
        assertThat(tunnel.path("reportedAt").isNull()).isTrue();
        assertThat(control.get(created.header("Location")).json()).isEqualTo(tunnel);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", \"enabled\": null, \"description\": null"})
    void tunnelIsEnabledAndUndescribedUnlessToldOtherwise(String more) {
        var created = control.post(
                        "/api/tunnels",
                        "{\"domain\": \"%s\", \"agentId\": \"%s\", \"target\": \"a:1\"%s}"
                                .formatted(domain, agent.id(), more))
                .expect(201);

        assertThat(created.json().path("enabled").asBoolean()).isTrue();
        assertThat(created.json().path("description").isNull()).isTrue();
    }

    @Test
    void everyMissingFieldIsNamed() {
        assertInvalid(control.post("/api/tunnels", "{}"), "domain", "agentId", "target");
    }

    @Test
    void unknownAgentIsInvalid() {
        var nobody = UUID.randomUUID();
        var tunnel = control.createTunnel(domain, agent);

        assertInvalid(
                control.post("/api/tunnels", new TunnelBody(ControlApi.uniqueDomain(), nobody, "a:1")), "agentId");
        assertInvalid(control.patch("/api/tunnels/" + tunnel, Map.of("agentId", nobody)), "agentId");
    }

    @Test
    void domainIsUniqueInAnyCase() {
        control.createTunnel(domain, agent);

        var again = control.post(
                "/api/tunnels", new TunnelBody(domain.toUpperCase(java.util.Locale.ROOT), agent.id(), "a:1"));

        assertError(again, 409, "DUPLICATE");
    }

    @Test
    void domainCanNotBeChangedToOneThatIsTaken() {
        var taken = ControlApi.uniqueDomain();
        control.createTunnel(taken, agent);
        var tunnel = control.createTunnel(domain, agent);

        assertError(control.patch("/api/tunnels/" + tunnel, Map.of("domain", taken)), 409, "DUPLICATE");
        assertThat(control.get("/api/tunnels/" + tunnel).text("domain")).isEqualTo(domain);
    }

    @Test
    void domainOfADeletedTunnelIsFreeAgain() {
        control.deleteTunnel(control.createTunnel(domain, agent));

        assertThat(control.createTunnel(domain, agent)).isNotNull();
    }

    @Test
    void patchChangesWhatItNamesAndLeavesTheRest() {
        var tunnel = control.createTunnel(domain, agent);
        var path = "/api/tunnels/" + tunnel;
        var other = control.createAgent();
        control.patch(path, Map.of("description", "mine", "enabled", false, "target", "b:2", "httpProxyEnabled", true))
                .expect(200);

        var moved = control.patch(path, Map.of("agentId", other.id())).expect(200);

        assertThat(moved.fields()).containsExactlyInAnyOrder(FIELDS);
        assertThat(moved.uuid("agentId")).isEqualTo(other.id());
        assertThat(moved.text("agentName"))
                .isEqualTo(other.created().path("name").asText());
        assertThat(moved.text("domain")).isEqualTo(domain);
        assertThat(moved.text("description")).isEqualTo("mine");
        assertThat(moved.text("target")).isEqualTo("b:2");
        assertThat(moved.json().path("enabled").asBoolean()).isFalse();
        assertThat(moved.json().path("httpProxyEnabled").asBoolean()).isTrue();
        assertThat(moved.json().path("socksProxyEnabled").asBoolean()).isFalse();
        assertThat(control.get(path).json()).isEqualTo(moved.json());
    }

    @Test
    void nullEmptiesTheDescriptionOnly() {
        var path = "/api/tunnels/" + control.createTunnel(domain, agent);
        control.patch(path, Map.of("description", "mine")).expect(200);

        var emptied = control.patch(
                        path,
                        "{\"description\": null, \"domain\": null, \"target\": null, \"enabled\": null, \"agentId\": null}")
                .expect(200);

        assertThat(emptied.json().path("description").isNull()).isTrue();
        assertThat(emptied.text("domain")).isEqualTo(domain);
        assertThat(emptied.text("target")).isEqualTo("localhost:8080");
        assertThat(emptied.uuid("agentId")).isEqualTo(agent.id());
        assertThat(emptied.json().path("enabled").asBoolean()).isTrue();
    }

    @Test
    void patchThatChangesNothingMakesNoNewVersion() {
        var path = "/api/tunnels/" + control.createTunnel(domain, agent);
        var before = control.get(path);

        var after = control.patch(path, """
                        {"domain": "%s", "target": "localhost:8080", "enabled": true, "agentId": "%s"}""".formatted(domain.toUpperCase(java.util.Locale.ROOT), agent.id()))
                .expect(200);

        assertThat(after.header("ETag")).isEqualTo(before.header("ETag"));
        assertThat(after.json()).isEqualTo(before.json());
    }

    @Test
    void descriptionHasAtMost1000Characters() {
        var path = "/api/tunnels/" + control.createTunnel(domain, agent);

        control.patch(path, Map.of("description", "x".repeat(1_000))).expect(200);

        assertInvalid(control.patch(path, Map.of("description", "x".repeat(1_001))), "description");
    }

    @Test
    void descriptionWithANulCharacterIsRefused() {
        var path = "/api/tunnels/" + control.createTunnel(domain, agent);

        assertInvalid(control.patch(path, Map.of("description", "a\u0000b")), "description");
    }

    @Test
    void deletedTunnelIsGone() {
        var path = "/api/tunnels/" + control.createTunnel(domain, agent);

        var deleted = control.delete(path).expect(200);

        assertThat(deleted.fields()).containsExactly("message");
        assertError(control.get(path), 404, "NOT_FOUND");
        assertError(control.delete(path), 404, "NOT_FOUND");
        assertError(control.patch(path, "{}"), 404, "NOT_FOUND");
    }

    @Test
    void tunnelsCanBeListedByAgent() {
        var tunnel = control.createTunnel(domain, agent);
        control.createTunnel(ControlApi.uniqueDomain(), control.createAgent());

        for (var path : List.of("/api/tunnels?agentId=" + agent.id(), "/api/agents/" + agent.id() + "/tunnels")) {
            var list = control.get(path).expect(200);
            assertThat(list.fields()).containsExactlyInAnyOrder("tunnels", "total", "nextCursor");
            assertThat(list.json().path("total").asInt()).isOne();
            assertThat(list.json().path("tunnels")).singleElement().satisfies(item -> {
                assertThat(names(item)).containsExactlyInAnyOrder(FIELDS);
                assertThat(item.path("id").asText()).isEqualTo(tunnel.toString());
            });
        }
        assertThat(lists.find("/api/tunnels", "", tunnel)).isPresent();
    }

    @Test
    void agentToListByMustBeAUuid() {
        assertInvalid(control.get("/api/tunnels?agentId=me"), "agentId");
    }
}
