package io.kakuremichi.control.declared;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What prune deletes and what it releases, and what takes the places of deleted objects in the same apply. */
@ControlTest
class PruneTest extends DeclaredStateTest {
    private static final int PLACES = 253;

    @Test
    void onlyWhatTheManagerHasAndTheDocumentDoesNotNameIsDeleted() {
        apply("", document("web:80")).expect(200);
        var other = ControlApi.uniqueDomain();
        control.createTunnel(other, control.createAgent());
        var without = "manager: %s\nagents: [{name: %s}]".formatted(manager, agent);

        assertThat(counts(apply("", without).json())).isEqualTo("0/0/0/1");
        var pruned = apply("?prune=true", without).expect(200).json();

        assertThat(counts(pruned)).isEqualTo("0/0/1/1");
        assertThat(object(pruned, "tunnel").path("name").asText()).isEqualTo(domain);
        assertThat(domains()).contains(other).doesNotContain(domain);
    }

    @Test
    void agentsWithTunnelsOfOthersAreKept() {
        apply("", document("web:80")).expect(200);
        var mine = find("agents", "name", agent);
        var foreign = ControlApi.uniqueDomain();
        control.post(
                        "/api/tunnels",
                        Map.of("domain", foreign, "agentId", mine.path("id").asText(), "target", "a:1"))
                .expect(201);

        var refused = apply("?prune=true", "manager: %s".formatted(manager)).expect(400);

        assertThat(refused.json().at("/error/details/agents").asText()).contains(agent, foreign);
        assertThat(domains()).contains(domain, foreign);
        control.delete(
                "/api/tunnels/" + find("tunnels", "domain", foreign).path("id").asText());
    }

    @Test
    void whatOthersCreatedIsReleasedAndNotDeleted() {
        var gateway = control.createGateway();
        var owner = control.createAgent();
        var tunnel = control.createTunnel(domain, owner);
        var adopting = """
                manager: %s
                agents: [{name: %s}]
                gateways: [{name: %s}]
                tunnels: [{domain: %s, agent: %s, target: "web:80"}]
                """.formatted(manager, name(owner), nameOf(gateway), domain, name(owner));
        assertThat(counts(apply("", adopting).expect(200).json())).isEqualTo("0/3/0/0");

        var planned = apply("?prune=true&dryRun=true", "manager: " + manager).expect(200);
        var pruned = apply("?prune=true", "manager: " + manager).expect(200).json();

        assertThat(planned.json().path("objects")).isEqualTo(pruned.path("objects"));
        assertThat(planned.text("role")).isEqualTo("admin");
        assertThat(counts(pruned)).isEqualTo("0/0/0/0");
        assertThat(pruned.at("/counts/release").asInt()).isEqualTo(3);
        assertThat(object(pruned, "tunnel").path("fields"))
                .hasToString("[{\"field\":\"managedBy\",\"before\":\"%s\",\"after\":null}]".formatted(manager));
        for (var path : new String[] {"agents/" + owner.id(), "gateways/" + gateway.id(), "tunnels/" + tunnel}) {
            assertThat(control.get("/api/" + path)
                            .expect(200)
                            .json()
                            .path("managedBy")
                            .isNull())
                    .isTrue();
        }
        assertThat(audited(tunnel.toString())).contains("tunnel.release");
        assertThat(counts(apply("?prune=true", "manager: " + manager).json())).isEqualTo("0/0/0/0");
        delete(gateway);
    }

    @Test
    void whatWasTakenOverIsReleasedAndDeletedByItsMaker() {
        apply("", document("web:80")).expect(200);
        var other = ControlApi.uniqueName("other");
        apply("?takeOver=true", document("web:80").replace(manager, other)).expect(200);

        var released = apply("?prune=true", "manager: " + other).expect(200).json();

        assertThat(released.at("/counts/release").asInt()).isEqualTo(2);
        apply("", document("web:80")).expect(200);
        assertThat(counts(apply("?prune=true", "manager: " + manager).json())).isEqualTo("0/0/2/0");
        assertThat(domains()).doesNotContain(domain);
    }

    @Test
    void anAgentWithAnAdoptedTunnelIsNotDeleted() {
        apply("", "manager: %s\nagents: [{name: %s}]".formatted(manager, agent)).expect(200);
        var tunnel = control.post(
                        "/api/tunnels",
                        Map.of(
                                "domain",
                                domain,
                                "agentId",
                                find("agents", "name", agent).path("id").asText(),
                                "target",
                                "a:1"))
                .expect(201);
        apply("", document("web:80")).expect(200);

        var refused = apply("?prune=true", "manager: " + manager).expect(400);

        assertThat(refused.json().at("/error/details/agents").asText()).contains(agent, domain);
        assertThat(domains()).contains(domain);
        control.delete("/api/tunnels/" + tunnel.text("id"));
    }

    @Test
    void aTunnelMovesFromADeletedAgentToItsSuccessorWithItsPlace() {
        var gateway = control.createGateway();
        var first = apply("", document("web:80")).expect(200).json();
        var place = find("agents", "name", agent).path("subnet").asText();
        gateway.openWith("delta").awaitConfig();
        var before = revision();

        var applied = apply("?prune=true", document("web:80").replace(agent, agent + "-2"))
                .expect(200)
                .json();

        assertThat(counts(applied)).isEqualTo("1/1/1/0");
        assertThat(applied.path("revision").asLong()).isEqualTo(before + 4).isEqualTo(revision());
        var tunnel = get("tunnels", object(first, "tunnel"));
        assertThat(tunnel.path("agentName").asText()).isEqualTo(agent + "-2");
        assertThat(find("agents", "name", agent + "-2").path("subnet").asText()).isEqualTo(place);
        gateway.awaits("tunnel_create");
        assertThat(gateway.messageTypes())
                .containsSubsequence("tunnel_delete", "agent_delete", "agent_create", "tunnel_create");
        delete(gateway);
    }

    @Test
    void gatewaysAreReplacedInAFullPool() {
        var free = PLACES - control.get("/api/gateways").json().path("total").asInt();
        apply("", gateways(IntStream.range(0, free))).expect(200);

        var planned =
                apply("?dryRun=true", gateways(IntStream.range(0, free + 1))).expect(409);
        var refused = apply("", gateways(IntStream.range(0, free + 1))).expect(409);
        var replaced =
                apply("?prune=true", gateways(IntStream.range(2, free + 2))).expect(200);

        assertThat(planned.errorCode()).isEqualTo("POOL_EXHAUSTED");
        assertThat(planned.body()).isEqualTo(refused.body()).contains("0 of 253 places for gateways are free");
        assertThat(counts(replaced.json())).isEqualTo("2/0/2/" + (free - 2));
    }

    private String gateways(IntStream numbers) {
        var names = numbers.mapToObj(i -> "{name: %s-%s}".formatted(agent, i)).toList();
        return "manager: %s\ngateways: [%s]".formatted(manager, String.join(", ", names));
    }

    private String nameOf(TestClient gateway) {
        return control.get("/api/gateways/" + gateway.id()).text("name");
    }

    private void delete(TestClient gateway) {
        control.delete("/api/gateways/" + gateway.id()).expect(200);
    }
}
