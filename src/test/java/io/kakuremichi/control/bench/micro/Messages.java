package io.kakuremichi.control.bench.micro;

import io.kakuremichi.control.protocol.ClientMessage;
import io.kakuremichi.control.protocol.ControlMessage;
import io.kakuremichi.control.protocol.EnvelopeCodec;
import io.kakuremichi.control.protocol.InvalidMessageException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reading and writing messages as the envelope dialect does. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class Messages {
    private static final int GATEWAYS = 50;
    private static final int AGENTS = 1_000;
    private static final String KEY = "A".repeat(43) + "=";

    private final EnvelopeCodec codec = new EnvelopeCodec();
    private final ControlMessage agentConfig = agentConfig();
    private final ControlMessage gatewayConfig = gatewayConfig();
    private final ControlMessage tunnelUpdate = new ControlMessage.GatewayTunnelUpdate(tunnel(7));
    private final String auth =
            "{\"type\":\"auth\",\"data\":{\"apiKey\":\"agt_%s\",\"capabilities\":[\"delta\",\"resume\",\"ack\"]}}"
                    .formatted("x".repeat(32));

    @Benchmark
    public ClientMessage readHeartbeat() throws InvalidMessageException {
        return codec.decode("{\"type\":\"heartbeat\",\"data\":{\"timestamp\":1767225600000}}");
    }

    @Benchmark
    public ClientMessage readAuth() throws InvalidMessageException {
        return codec.decode(auth);
    }

    @Benchmark
    public String writeTunnelUpdate() {
        return codec.encode(tunnelUpdate, 42);
    }

    /** As in a storm: the part that all agents share is there already. */
    @Benchmark
    public String writeAgentConfig() {
        return codec.encode(agentConfig, 42);
    }

    /** The same for gateways. */
    @Benchmark
    public String writeGatewayConfig() {
        return codec.encode(gatewayConfig, 42);
    }

    /** After a change: by the first gateway. */
    @Benchmark
    public String writeGatewayConfigAnew() {
        return new EnvelopeCodec().encode(gatewayConfig, 42);
    }

    private static ControlMessage agentConfig() {
        var gateways = IntStream.range(0, GATEWAYS)
                .mapToObj(number -> new ControlMessage.SharedGatewayPeer(
                        id(number), "gateway-" + number, "203.0.113.7", KEY, number + 1))
                .toList();
        return new ControlMessage.AgentConfig(
                new ControlMessage.AgentSelf(id(1), "agent", "10.1.0.100", "10.1.0.0/24", null),
                null,
                gateways,
                hostNumber -> List.of("10.1.0." + hostNumber),
                List.of(new ControlMessage.AgentTunnel(id(2), "shop.example", "localhost:8080", true, null, null)));
    }

    private static ControlMessage gatewayConfig() {
        var agents = IntStream.range(0, AGENTS)
                .mapToObj(number ->
                        new ControlMessage.AgentPeer(id(number), "agent-" + number, "10.1.0.100", "10.1.0.0/24", KEY))
                .toList();
        var tunnels = IntStream.range(0, 2 * AGENTS).mapToObj(Messages::tunnel).toList();
        return new ControlMessage.GatewayConfig(
                new ControlMessage.GatewaySelf(id(1), "gateway", null),
                null,
                new ControlMessage.SharedGatewayConfig(agents, tunnels, List.of()));
    }

    private static ControlMessage.GatewayTunnel tunnel(int number) {
        return new ControlMessage.GatewayTunnel(
                id(number), "shop-" + number + ".example", "10.1.0.100", "localhost:8080", true, null, null);
    }

    private static UUID id(int number) {
        return new UUID(0x019a_af6b_6d50_7c00L, number);
    }
}
