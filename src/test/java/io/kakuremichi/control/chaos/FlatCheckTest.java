package io.kakuremichi.control.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kakuremichi.control.chaos.Violation.Kind;
import io.kakuremichi.control.credential.ClientType;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The check of the flat dialect: frames as {@code flat-dialect.md} has them pass, and what is wrong is found. */
class FlatCheckTest {
    private static final UUID AGENT = new UUID(0, 1);
    private static final UUID GATEWAY = new UUID(0, 2);
    private static final UUID ONE = new UUID(0, 3);
    private static final UUID TWO = new UUID(0, 4);

    private static final JsonNode WELCOME = json("""
            {"type": "auth_success", "timestamp": 1, "clientId": "%s", "clientType": "agent"}""".formatted(AGENT));
    private static final JsonNode GATEWAY_WELCOME = json("""
            {"type": "auth_success", "timestamp": 1, "clientId": "%s", "clientType": "gateway"}""".formatted(GATEWAY));
    private static final JsonNode PONG = json("{\"type\": \"pong\", \"timestamp\": 2}");

    /** Both clients at 2, a tunnel at 3, its target changed at 4, another at 5, and nothing for the agent at 6. */
    private static final List<LogEntry> LOG = List.of(
            entry(1, """
                    {"kind": "agent_created", "agent": {"id": "%s", "name": "a", "subnet": "10.1.0.0/24",
                     "virtualIp": "10.1.0.100", "wireguardPublicKey": "ak"}}""".formatted(AGENT)),
            entry(2, """
                    {"kind": "gateway_created", "gateway": {"id": "%s", "name": "g", "hostNumber": 7,
                     "publicIp": "203.0.113.7", "wireguardPublicKey": "gk"}}""".formatted(GATEWAY)),
            entry(3, tunnel("tunnel_created", ONE, "one:1")),
            entry(4, tunnel("tunnel_updated", ONE, "two:2")),
            entry(5, tunnel("tunnel_created", TWO, "three:3")),
            entry(6, "{\"kind\": \"certificate_deleted\", \"domain\": \"d.example\"}"));

    private static final JsonNode AT_2 = config(1_000);
    private static final JsonNode AT_3 = config(2_000, agentTunnel(ONE, "one:1", "10.1.0.100"));
    private static final JsonNode AT_4 = config(3_000, agentTunnel(ONE, "two:2", "10.1.0.100"));
    private static final JsonNode AT_5 =
            config(4_000, agentTunnel(TWO, "three:3", "10.1.0.100"), agentTunnel(ONE, "two:2", ""));

    @Test
    void acceptsEveryConfiguration() {
        assertThat(ofAgent(WELCOME, AT_2, AT_3, PONG, AT_4, AT_5)).isEmpty();
    }

    @Test
    void acceptsTheNewestConfigurationInPlaceOfMany() {
        assertThat(ofAgent(WELCOME, AT_2, AT_5)).isEmpty();
    }

    @Test
    void acceptsTheSameConfigurationAgain() {
        assertThat(ofAgent(WELCOME, AT_3, at(2_500, AT_3), AT_5)).isEmpty();
    }

    @Test
    void acceptsAnEndAtAnyTimeOfAConnectionThatWasCut() {
        assertThat(check(AGENT, ClientType.AGENT, false, WELCOME, AT_2, AT_3)).isEmpty();
    }

    @Test
    void acceptsAConfigurationOfAGateway() {
        var tunnels = gatewayTunnel(ONE, "two:2") + "," + gatewayTunnel(TWO, "three:3");

        assertThat(check(
                        GATEWAY,
                        ClientType.GATEWAY,
                        true,
                        GATEWAY_WELCOME,
                        gatewayConfig(1_000, "", ""),
                        gatewayConfig(2_000, "\"10.1.0.100/32\"", tunnels)))
                .isEmpty();
    }

    @Test
    void findsAStaleLastConfiguration() {
        assertThat(ofAgent(WELCOME, AT_2, AT_4)).containsExactly(Kind.LOST);
    }

    @Test
    void findsThatNoConfigurationFollowed() {
        assertThat(ofAgent(WELCOME, PONG)).containsExactly(Kind.BAD_START);
    }

    @Test
    void findsOneThatGoesBack() {
        assertThat(ofAgent(WELCOME, AT_4, at(3_500, AT_3), AT_5)).containsExactly(Kind.REORDERED);
    }

    @Test
    void findsOneThatNeverWas() {
        var mixed = config(2_000, agentTunnel(ONE, "one:1", "10.1.0.100"), agentTunnel(TWO, "three:3", ""));

        assertThat(ofAgent(WELCOME, AT_2, mixed, AT_5)).containsExactly(Kind.INVENTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.1.0.100"})
    void findsTheAgentsAddressInNoTunnelOrInTwo(String address) {
        var wrong = config(2_000, agentTunnel(ONE, "two:2", address), agentTunnel(TWO, "three:3", address));

        assertThat(ofAgent(WELCOME, AT_2, wrong, at(5_000, AT_5))).containsExactly(Kind.INVENTED);
    }

    @Test
    void findsAListThatIsMissing() {
        var without = AT_2.deepCopy();
        ((ObjectNode) without.path("config")).remove("tunnels");

        assertThat(ofAgent(WELCOME, without, AT_5)).containsExactly(Kind.INVENTED);
    }

    @Test
    void findsTwoThatAreTooCloseTogether() {
        assertThat(ofAgent(WELCOME, AT_4, at(3_489, AT_5))).containsExactly(Kind.TOO_CLOSE);
    }

    @Test
    void acceptsTwoThatAreJustFarEnoughApart() {
        assertThat(ofAgent(WELCOME, AT_4, at(3_490, AT_5))).isEmpty();
    }

    @Test
    void findsAnotherFirstFrame() {
        assertThat(ofAgent(AT_5, WELCOME)).containsExactly(Kind.BAD_START);
    }

    @Test
    void findsTheWelcomeOfSomebodyElse() {
        assertThat(ofAgent(GATEWAY_WELCOME, AT_5)).containsExactly(Kind.BAD_START);
    }

    @Test
    void findsWhatIsNotOfThisDialect() {
        assertThat(ofAgent(WELCOME, json("{\"type\": \"tunnel_create\", \"timestamp\": 2}"), AT_5))
                .containsExactly(Kind.INVENTED);
    }

    @Test
    void findsAnEnvelope() {
        assertThat(ofAgent(WELCOME, json("{\"type\": \"error\", \"timestamp\": 2, \"data\": {}}"), AT_5))
                .containsExactly(Kind.INVENTED);
    }

    @Test
    void findsAPrivateKey() {
        var telling = json("{\"type\": \"pong\", \"timestamp\": 2, \"a\": [{\"wireguardPrivateKey\": \"secret\"}]}");

        assertThat(ofAgent(WELCOME, telling, AT_5)).containsExactly(Kind.INVENTED);
    }

    @Test
    void findsAConfigurationWithoutTheAgentsOwnKey() {
        var history = history(AGENT, ClientType.AGENT, "another", true, WELCOME, AT_5);

        assertThat(FlatCheck.check(LOG, List.of(history)))
                .extracting(Violation::kind)
                .containsExactly(Kind.INVENTED);
    }

    private static List<Kind> ofAgent(JsonNode... frames) {
        return check(AGENT, ClientType.AGENT, true, frames);
    }

    private static List<Kind> check(UUID client, ClientType type, boolean live, JsonNode... frames) {
        return FlatCheck.check(LOG, List.of(history(client, type, "ak", live, frames))).stream()
                .map(Violation::kind)
                .toList();
    }

    private static FlatHistory history(UUID client, ClientType type, String key, boolean live, JsonNode... frames) {
        var heard = Arrays.stream(frames).map(FlatReading::of).toList();
        return new FlatHistory(client, type, key, "connection", heard, live);
    }

    private static JsonNode config(long timestamp, String... tunnels) {
        return json("""
                {"type": "config_update", "timestamp": %d, "config": {
                  "agent": {"id": "%s", "name": "a", "wireguardPublicKey": "ak"},
                  "gateways": [{"id": "%s", "name": "g", "publicIp": "203.0.113.7", "wireguardPublicKey": "gk",
                    "endpoint": "203.0.113.7:51820", "allowedIPs": ["10.1.0.7/32"]}],
                  "tunnels": [%s],
                  "proxyConfig": {"httpProxyPort": 8080, "socksProxyPort": 1080, "localListenAddr": "localhost"}}}""".formatted(timestamp, AGENT, GATEWAY, String.join(",", tunnels)));
    }

    private static String agentTunnel(UUID id, String target, String agentIp) {
        return """
                {"id": "%s", "domain": "%s.example", "target": "%s", "enabled": true, "subnet": "10.1.0.0/24",
                 "agentIp": "%s", "gatewayIps": [{"gatewayId": "%s", "ip": "10.1.0.7"}],
                 "httpProxyEnabled": false, "socksProxyEnabled": false}""".formatted(id, id, target, agentIp, GATEWAY);
    }

    private static JsonNode gatewayConfig(long timestamp, String allowed, String tunnels) {
        return json("""
                {"type": "config_update", "timestamp": %d, "config": {
                  "agents": [{"id": "%s", "name": "a", "wireguardPublicKey": "ak", "allowedIPs": [%s]}],
                  "tunnels": [%s],
                  "proxyConfig": {"httpProxyPort": 8080, "socksProxyPort": 1080}}}""".formatted(timestamp, AGENT, allowed, tunnels));
    }

    private static String gatewayTunnel(UUID id, String target) {
        return """
                {"id": "%s", "domain": "%s.example", "agentId": "%s", "target": "%s", "enabled": true,
                 "subnet": "10.1.0.0/24", "gatewayIp": "10.1.0.7", "agentIp": "10.1.0.100",
                 "httpProxyEnabled": false, "socksProxyEnabled": false}""".formatted(id, id, AGENT, target);
    }

    /** The same at another time. */
    private static JsonNode at(long timestamp, JsonNode frame) {
        return frame.<ObjectNode>deepCopy().put("timestamp", timestamp);
    }

    private static String tunnel(String kind, UUID id, String target) {
        return """
                {"kind": "%s", "tunnel": {"id": "%s", "agentId": "%s", "domain": "%s.example",
                 "target": "%s", "enabled": true}, "previousAgentId": "%s"}""".formatted(kind, id, AGENT, id, target, AGENT);
    }

    private static LogEntry entry(long revision, String change) {
        return new LogEntry(revision, json(change));
    }

    private static JsonNode json(String text) {
        try {
            return Items.JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
