package io.kakuremichi.control.protocol;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.protocol.ControlMessage.AgentConfig;
import io.kakuremichi.control.protocol.ControlMessage.AgentPeer;
import io.kakuremichi.control.protocol.ControlMessage.AgentSelf;
import io.kakuremichi.control.protocol.ControlMessage.AgentTunnel;
import io.kakuremichi.control.protocol.ControlMessage.CertificateItem;
import io.kakuremichi.control.protocol.ControlMessage.GatewayConfig;
import io.kakuremichi.control.protocol.ControlMessage.GatewayPeer;
import io.kakuremichi.control.protocol.ControlMessage.GatewaySelf;
import io.kakuremichi.control.protocol.ControlMessage.GatewayTunnel;
import io.kakuremichi.control.protocol.ControlMessage.SharedGatewayConfig;
import java.time.Instant;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class EncodingTest {
    private static final UUID ID = UUID.fromString("00000000-0000-0000-0000-000000000001");
    private static final AgentTunnel OF_AGENT = new AgentTunnel(ID, "a.example", "web:80", true, null, null);
    private static final GatewayTunnel OF_GATEWAY =
            new GatewayTunnel(ID, "a.example", "10.1.0.100", "web:80", false, null, null);
    private static final AgentPeer AGENT = new AgentPeer(ID, "a", "10.1.0.100", "10.1.0.0/24", "pub");

    private static final GatewayPeer GATEWAY = new GatewayPeer(ID, "g", null, "pub", List.of("10.1.0.1"));

    private static final String AGENT_PEER = """
            {"id":"%s","name":"a","virtualIp":"10.1.0.100","subnet":"10.1.0.0/24","wireguardPublicKey":"pub"}""".formatted(ID);
    private static final String GATEWAY_PEER = """
            {"id":"%s","name":"g","publicIp":null,"wireguardPublicKey":"pub","virtualIps":["10.1.0.1"]}""".formatted(ID);
    private static final String AGENT_TUNNEL = """
            {"id":"%s","domain":"a.example","target":"web:80","enabled":true}""".formatted(ID);
    private static final String GATEWAY_TUNNEL = """
            {"id":"%s","domain":"a.example","agentVirtualIp":"10.1.0.100","target":"web:80","enabled":false}""".formatted(ID);

    private static final Set<Class<? extends ControlMessage>> OF_THE_FLAT_DIALECT =
            Set.of(ControlMessage.Pong.class, ControlMessage.ConfigUpdate.class);

    static final List<Sample> SAMPLES = List.of(
            new Sample(new ControlMessage.AuthSuccess(ID, null, "Welcome", 30_000, List.of(), ID, false), """
                    {"type":"auth_success","data":{"agentId":"%s","message":"Welcome","heartbeatIntervalMs":30000,
                     "capabilities":[],"epoch":"%s","resumed":false}}""".formatted(
                            ID, ID)),
            new Sample(new ControlMessage.Enrolled(ID, "agt_1"), """
                    {"type":"enrolled","data":{"id":"%s","apiKey":"agt_1"}}""".formatted(ID)),
            new Sample(new ControlMessage.AuthError("Invalid API key"), """
                    {"type":"auth_error","data":{"message":"Invalid API key"}}"""),
            new Sample(new ControlMessage.Fault(MessageErrorCode.FORBIDDEN, "no"), """
                    {"type":"error","data":{"code":"FORBIDDEN","message":"no"}}"""),
            new Sample(
                    new AgentConfig(
                            new AgentSelf(ID, "a", "10.1.0.100", "10.1.0.0/24", "key"),
                            null,
                            List.of(
                                    new ControlMessage.SharedGatewayPeer(ID, "g", null, "pub", 1),
                                    new ControlMessage.SharedGatewayPeer(ID, "h\"", "192.0.2.1", "pub", 2)),
                            hostNumber -> List.of("10.1.0." + hostNumber, "10.2.0." + hostNumber),
                            List.of(OF_AGENT)),
                    """
                    {"type":"config","data":{
                     "agent":{"id":"%s","name":"a","virtualIp":"10.1.0.100","subnet":"10.1.0.0/24","wireguardPrivateKey":"key"},
                     "gateways":[
                      {"id":"%s","name":"g","publicIp":null,"wireguardPublicKey":"pub","virtualIps":["10.1.0.1","10.2.0.1"]},
                      {"id":"%s","name":"h\\"","publicIp":"192.0.2.1","wireguardPublicKey":"pub","virtualIps":["10.1.0.2","10.2.0.2"]}],
                     "tunnels":[%s]},"revision":7}""".formatted(ID, ID, ID, AGENT_TUNNEL)),
            new Sample(
                    new GatewayConfig(
                            new GatewaySelf(ID, "g", null),
                            null,
                            new SharedGatewayConfig(
                                    List.of(AGENT),
                                    List.of(OF_GATEWAY),
                                    List.of(new CertificateItem(
                                            "a.example", "C", "K", Instant.parse("2030-01-01T00:00:00Z"))))),
                    """
                    {"type":"config","data":{"gateway":{"id":"%s","name":"g"},
                     "agents":[{"id":"%s","name":"a","virtualIp":"10.1.0.100","subnet":"10.1.0.0/24","wireguardPublicKey":"pub"}],
                     "tunnels":[%s],
                     "certificates":[{"domain":"a.example","certificate":"C","privateKey":"K","expiresAt":"2030-01-01T00:00:00Z"}]},
                     "revision":7}""".formatted(ID, ID, GATEWAY_TUNNEL)),
            new Sample(new ControlMessage.AgentTunnelCreate(OF_AGENT), tunnel("tunnel_create", AGENT_TUNNEL)),
            new Sample(new ControlMessage.AgentTunnelUpdate(OF_AGENT), tunnel("tunnel_update", AGENT_TUNNEL)),
            new Sample(new ControlMessage.GatewayTunnelCreate(OF_GATEWAY), tunnel("tunnel_create", GATEWAY_TUNNEL)),
            new Sample(new ControlMessage.GatewayTunnelUpdate(OF_GATEWAY), tunnel("tunnel_update", GATEWAY_TUNNEL)),
            new Sample(new ControlMessage.TunnelDelete(ID), tunnel("tunnel_delete", "{\"id\":\"%s\"}".formatted(ID))),
            new Sample(new ControlMessage.AgentPeerCreate(AGENT), tunnel("agent_create", AGENT_PEER)),
            new Sample(new ControlMessage.AgentPeerUpdate(AGENT), tunnel("agent_update", AGENT_PEER)),
            new Sample(new ControlMessage.AgentPeerDelete(ID), tunnel("agent_delete", "{\"id\":\"%s\"}".formatted(ID))),
            new Sample(
                    new ControlMessage.AgentSelfUpdate(new AgentSelf(ID, "a", "10.1.0.100", "10.1.0.0/24", null)),
                    tunnel(
                            "agent_update",
                            "{\"id\":\"%s\",\"name\":\"a\",\"virtualIp\":\"10.1.0.100\",\"subnet\":\"10.1.0.0/24\"}"
                                    .formatted(ID))),
            new Sample(new ControlMessage.GatewayPeerCreate(GATEWAY), tunnel("gateway_create", GATEWAY_PEER)),
            new Sample(new ControlMessage.GatewayPeerUpdate(GATEWAY), tunnel("gateway_update", GATEWAY_PEER)),
            new Sample(
                    new ControlMessage.GatewayPeerDelete(ID),
                    tunnel("gateway_delete", "{\"id\":\"%s\"}".formatted(ID))),
            new Sample(
                    new ControlMessage.GatewaySelfUpdate(new GatewaySelf(ID, "g", null)),
                    tunnel("gateway_update", "{\"id\":\"%s\",\"name\":\"g\"}".formatted(ID))),
            new Sample(
                    new ControlMessage.CertificateUpdate(
                            new CertificateItem("a.example", "C", "K", Instant.parse("2030-01-01T00:00:00Z"))),
                    tunnel(
                            "certificate_update",
                            "{\"domain\":\"a.example\",\"certificate\":\"C\",\"privateKey\":\"K\",\"expiresAt\":\"2030-01-01T00:00:00Z\"}")),
            new Sample(
                    new ControlMessage.CertificateDelete("a.example"),
                    tunnel("certificate_delete", "{\"domain\":\"a.example\"}")));

    private final EnvelopeCodec codec = new EnvelopeCodec();

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void writesEachMessage(Sample sample) {
        assertThat(ControlApi.json(codec.encode(sample.message, 7))).isEqualTo(ControlApi.json(sample.text));
    }

    @Test
    void everyMessageHasASample() {
        var sampled = SAMPLES.stream()
                .<Class<?>>map(sample -> sample.message.getClass())
                .collect(toSet());

        sampled.addAll(OF_THE_FLAT_DIALECT);
        assertThat(sampled).isEqualTo(messages(ControlMessage.class).collect(toSet()));
    }

    @Test
    void aViewIsEncodedOnceForAllGateways() {
        var reads = new AtomicInteger();
        var view = new SharedGatewayConfig(counting(reads), List.of(), List.of());

        codec.encode(new GatewayConfig(new GatewaySelf(ID, "one", null), null, view), 1);
        var readsOfTheFirst = reads.get();
        var second = codec.encode(new GatewayConfig(new GatewaySelf(ID, "two", null), null, view), 1);

        assertThat(readsOfTheFirst).isPositive();
        assertThat(reads).hasValue(readsOfTheFirst);
        assertThat(second).contains("\"two\"", "10.1.0.100");
    }

    @Test
    void anotherViewIsEncodedAnew() {
        var self = new GatewaySelf(ID, "g", null);
        codec.encode(
                new GatewayConfig(self, null, new SharedGatewayConfig(List.of(), List.of(OF_GATEWAY), List.of())), 1);

        var text = codec.encode(
                new GatewayConfig(self, null, new SharedGatewayConfig(List.of(AGENT), List.of(), List.of())), 2);

        assertThat(text).contains("10.1.0.0/24").doesNotContain("a.example");
    }

    private static List<AgentPeer> counting(AtomicInteger reads) {
        return new AbstractList<>() {
            @Override
            public AgentPeer get(int index) {
                reads.incrementAndGet();
                return AGENT;
            }

            @Override
            public int size() {
                return 1;
            }
        };
    }

    private static String tunnel(String type, String data) {
        return "{\"type\":\"%s\",\"data\":%s,\"revision\":7}".formatted(type, data);
    }

    /** The records among the permitted types, also of permitted interfaces. */
    private static Stream<Class<?>> messages(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(EncodingTest::messages)
                : Stream.of(type);
    }

    record Sample(ControlMessage message, String text) {
        @Override
        public String toString() {
            return message.getClass().getSimpleName();
        }
    }
}
