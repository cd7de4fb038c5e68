package io.kakuremichi.control.session.dialect;

import io.kakuremichi.control.client.KeyOffer;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.protocol.Capability;
import io.kakuremichi.control.protocol.Codec;
import io.kakuremichi.control.protocol.ControlMessage;
import io.kakuremichi.control.protocol.FlatCodec;
import io.kakuremichi.control.topology.ConfigDigest;
import io.kakuremichi.control.topology.FlatViews;
import io.kakuremichi.control.topology.Topology;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The older dialect of deployed agents and gateways: every change reaches them in a whole configuration. */
@Singleton
class FlatDialect implements Dialect {
    /** These clients apply configurations that arrive close together in the wrong order. */
    private static final Duration CONFIG_INTERVAL = Duration.ofMillis(500);

    /** All changes within this time reach a gateway in one configuration. */
    private static final Duration GATEWAY_DELAY = Duration.ofSeconds(1);

    private final FlatCodec codec;

    FlatDialect(FlatCodec codec) {
        this.codec = codec;
    }

    @Override
    public Codec codec() {
        return codec;
    }

    /** These clients negotiate nothing and acknowledge every configuration. */
    @Override
    public Set<Capability> granted(ClientType type, Set<Capability> requested) {
        return Set.of(Capability.ACK);
    }

    @Override
    public DeliveryMode deliveryMode(Set<Capability> granted) {
        return DeliveryMode.CONFIGS;
    }

    @Override
    public boolean carriesProxies(Set<Capability> granted) {
        return true;
    }

    @Override
    public boolean carriesKeys() {
        return false;
    }

    /**
     * A gateway sends the unchecked response of an address service as its address. After an error it exits, or reconnects in a loop.
     */
    @Override
    public boolean toleratesInvalidFields() {
        return true;
    }

    @Override
    public Duration configInterval() {
        return CONFIG_INTERVAL;
    }

    /** A gateway replaces its WireGuard peers at each configuration, so that traffic stops until the next handshakes. */
    @Override
    public Duration configDelay(ClientType type) {
        return isDisturbedByRepetition(type) ? GATEWAY_DELAY : Duration.ZERO;
    }

    @Override
    public boolean isDisturbedByRepetition(ClientType type) {
        return type == ClientType.GATEWAY;
    }

    @Override
    public @Nullable ConfigDigest configDigest(Topology topology, ClientType type, UUID client, DeliveryMode mode) {
        return wholeDigest(topology, type, client, true);
    }

    @Override
    public @Nullable ConfigDigest wholeDigest(Topology topology, ClientType type, UUID client, boolean proxies) {
        var digests = topology.flatDigests();
        return switch (type) {
            case AGENT -> topology.agent(client).map(digests::agentConfig).orElse(null);
            case GATEWAY -> topology.gateway(client).map(digests::gatewayConfig).orElse(null);
        };
    }

    @Override
    public ControlMessage.@Nullable OfState config(
            Topology topology, ClientType type, UUID client, KeyOffer keys, boolean proxies) {
        return switch (type) {
            case AGENT ->
                topology.agent(client)
                        .map(agent -> new ControlMessage.ConfigUpdate(FlatViews.agentConfig(topology, agent)))
                        .orElse(null);
            case GATEWAY ->
                topology.gateway(client)
                        .map(gateway -> new ControlMessage.ConfigUpdate(FlatViews.gatewayConfig(topology, gateway)))
                        .orElse(null);
        };
    }
}
