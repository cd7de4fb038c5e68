package io.kakuremichi.control.apidocs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kakuremichi.control.certificate.Certificates;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.network.WireGuardKeyPair;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The document's conversations with a running Control. */
@ControlTest
class AsyncApiReplayTest {
    private final ControlApi control = ControlApi.ofTest();
    private final List<Speaker> speakers = new ArrayList<>();

    @AfterEach
    void tidyUp() {
        speakers.forEach(Speaker::leave);
    }

    private Speaker speaker(String channel) {
        var speaker = new Speaker(control, channel);
        speakers.add(speaker);
        return speaker;
    }

    static Stream<AsyncApi.Operation> said() {
        return AsyncApi.operations("receive");
    }

    @ParameterizedTest
    @MethodSource("said")
    void everyExampleIsAcceptedAndAnsweredAsDocumented(AsyncApi.Operation operation) {
        var message = operation.messages().getFirst();
        assertThat(message.examples().stream().filter(example -> fits(operation, example)))
                .isNotEmpty()
                .allSatisfy(example -> {
                    var speaker = speaker(operation.channel());
                    if (message.type().equals("auth")) {
                        speaker.open();
                    } else {
                        speaker.connect();
                    }

                    speaker.client().sendRaw(mine(speaker, example).toString());
                    speaker.awaitHandled();

                    assertThat(speaker.errors()).isEmpty();
                    if (!operation.replies().isEmpty()) {
                        assertThat(speaker.heard()).contains(operation.replies().getFirst());
                    }
                    assertThat(speaker.heard()).allMatch(AsyncApi.ofControl(operation.channel())::contains);
                });
    }

    /** Both types of clients say {@code auth}. */
    private static boolean fits(AsyncApi.Operation operation, JsonNode example) {
        var key = example.findPath("apiKey").asText();
        return key.isEmpty() || key.startsWith(operation.channel().toLowerCase().endsWith("agent") ? "agt_" : "gtw_");
    }

    /** The example with what is this client's: keys, domains, revisions. */
    private JsonNode mine(Speaker speaker, JsonNode example) {
        ObjectNode mine = example.deepCopy();
        replace(mine, "apiKey", speaker.client().apiKey());
        if (mine.findParent("enrollmentKey") instanceof ObjectNode auth) {
            auth.put("enrollmentKey", speaker.newEnrollmentKey());
            auth.put("name", ControlApi.uniqueName("enrolled"));
        }
        replace(mine, "publicKey", WireGuardKeyPair.generate().publicKey());
        if (mine.findParent("revision") instanceof ObjectNode holder) {
            holder.put("revision", speaker.client().revision());
        }
        mine.path("data").path("tunnels").forEach(tunnel -> ((ObjectNode) tunnel)
                .put("domain", newDomain(speaker, speaker)));
        if (mine.path("type").asText().equals("certificate_obtained")) {
            var domain = newDomain(speaker("agent"), speaker);
            mine.set(
                    "data",
                    Documents.JSON.valueToTree(
                            Certificates.ec().domain(domain).make().data(domain)));
        }
        return mine;
    }

    private static void replace(ObjectNode message, String field, String value) {
        if (message.findParent(field) instanceof ObjectNode holder) {
            holder.put(field, value);
        }
    }

    /** The domain of a tunnel that the speaker received. */
    private String newDomain(Speaker owner, Speaker speaker) {
        var domain = ControlApi.uniqueDomain();
        control.createTunnel(domain, owner.client());
        speaker.client()
                .awaits("tunnel_create", data -> data.path("domain").asText().equals(domain));
        return domain;
    }

    @Test
    void everythingDocumentedIsSaidAndIsAsDocumented() {
        var agent = speaker("agent").connect();
        var gateway = speaker("gateway").connect();
        var deltaAgent = speaker("agent").connect("delta");
        var deltaGateway = speaker("gateway").connect("delta");
        var flatAgent = speaker("flatAgent").connect();
        var flatGateway = speaker("flatGateway").connect();
        Stream.of("agent", "gateway", "flatAgent", "flatGateway").forEach(this::refused);
        Stream.of("agent", "gateway").forEach(this::enrolls);

        var domain = ControlApi.uniqueDomain();
        var tunnel = control.createTunnel(domain, agent.client());
        control.changeTunnel(tunnel, Map.of("enabled", false));
        gateway.client().awaits("tunnel_update");
        gateway.client()
                .send(
                        "certificate_obtained",
                        Certificates.ec().domain(domain).make().data(domain));
        deltaGateway.client().awaits("certificate_update");
        control.delete("/api/certificates/" + domain).expect(200);
        control.deleteTunnel(tunnel);
        rename(deltaAgent);
        rename(deltaGateway);
        cameAndWent("agent");
        cameAndWent("gateway");
        flatAgent.client().sendRaw("{\"type\": \"ping\"}");
        flatGateway.client().sendRaw("{\"type\": \"ping\"}");

        agent.client().awaits("tunnel_delete");
        gateway.client().awaits("tunnel_delete");
        deltaAgent.client().awaits("gateway_delete");
        deltaGateway.client().awaits("agent_delete");
        flatAgent.client().awaits("pong");
        flatGateway.client().awaits("pong");
        speakers.stream().filter(speaker -> speaker.client().isOpen()).forEach(Speaker::awaitHandled);
        var documented = new HashSet<Heard>();
        Stream.of("agent", "gateway", "flatAgent", "flatGateway").forEach(channel -> AsyncApi.ofControl(channel)
                .forEach(message -> documented.add(new Heard(channel, message.name()))));
        assertThat(heard()).isEqualTo(documented);
    }

    private record Heard(String channel, String message) {}

    private Set<Heard> heard() {
        var heard = new HashSet<Heard>();
        speakers.forEach(
                speaker -> speaker.heard().forEach(message -> heard.add(new Heard(speaker.channel(), message.name()))));
        return heard;
    }

    private void refused(String channel) {
        var speaker = speaker(channel).open();
        var wrong = speaker.client().apiKey().substring(0, 4) + "x".repeat(32);

        speaker.auth(wrong);

        assertThat(speaker.client().awaitsClose()).isEqualTo(4401);
    }

    private void enrolls(String channel) {
        speaker(channel).open().enroll();
    }

    private void rename(Speaker speaker) {
        var path = speaker.channel().equals("agent") ? "/api/agents/" : "/api/gateways/";
        control.patch(path + speaker.client().id(), Map.of("name", ControlApi.uniqueName("renamed")))
                .expect(200);
    }

    private void cameAndWent(String channel) {
        var peer = new Speaker(control, channel);
        rename(peer);
        peer.leave();
    }
}
