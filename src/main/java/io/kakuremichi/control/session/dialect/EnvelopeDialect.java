package io.kakuremichi.control.session.dialect;

import io.kakuremichi.control.client.KeyOffer;
import io.kakuremichi.control.config.ConfigMessageSettings;
import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.protocol.Capability;
import io.kakuremichi.control.protocol.Codec;
import io.kakuremichi.control.protocol.ControlMessage;
import io.kakuremichi.control.protocol.EnvelopeCodec;
import io.kakuremichi.control.topology.ConfigDigest;
import io.kakuremichi.control.topology.ConfigViews;
import io.kakuremichi.control.topology.Topology;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The dialect of the protocol page: envelopes, capabilities, deltas. */
@Singleton
class EnvelopeDialect implements Dialect {
    /** The digest for clients to which messages carry every change. */
    private static final ConfigDigest EVERYTHING_BY_MESSAGES = new ConfigDigest(0, 0);

    private final EnvelopeCodec codec;
    private final boolean allVirtualIps;
    private final Duration configInterval;

    EnvelopeDialect(EnvelopeCodec codec, ControlConfig config) {
        this.codec = codec;
        this.allVirtualIps = config.config().gatewayVirtualIps() == ConfigMessageSettings.VirtualIps.ALL;
        this.configInterval = config.config().interval();
    }

    @Override
    public Codec codec() {
        return codec;
    }

    @Override
    public Set<Capability> granted(ClientType type, Set<Capability> requested) {
        var granted = EnumSet.noneOf(Capability.class);
        granted.addAll(requested);
        if (allVirtualIps && type == ClientType.AGENT) {
            // Each new agent gives every gateway another address, so one change would become a delta for each gateway.
            granted.remove(Capability.DELTA);
        }
        return granted;
    }

    @Override
    public DeliveryMode deliveryMode(Set<Capability> granted) {
        return granted.contains(Capability.DELTA) ? DeliveryMode.DELTAS : DeliveryMode.TUNNELS;
    }

    @Override
    public boolean carriesProxies(Set<Capability> granted) {
        return granted.contains(Capability.PROXY);
    }

    @Override
    public boolean carriesKeys() {
        return true;
    }

    @Override
    public boolean toleratesInvalidFields() {
        return false;
    }

    @Override
    public Duration configInterval() {
        return configInterval;
    }

    @Override
    public Duration configDelay(ClientType type) {
        return Duration.ZERO;
    }

    @Override
    public boolean isDisturbedByRepetition(ClientType type) {
        return false;
    }

    @Override
    public @Nullable ConfigDigest configDigest(Topology topology, ClientType type, UUID client, DeliveryMode mode) {
        var digests = topology.peerDigests();
        return switch (mode) {
            case CONFIGS -> throw new IllegalArgumentException("not a mode of this dialect");
            case DELTAS -> EVERYTHING_BY_MESSAGES;
            case TUNNELS ->
                switch (type) {
                    case AGENT ->
                        topology.agent(client)
                                .map(agent -> digests.withoutTunnels(agent, allVirtualIps))
                                .orElse(null);
                    case GATEWAY ->
                        topology.gateway(client).map(digests::withoutTunnels).orElse(null);
                };
        };
    }

    @Override
    public @Nullable ConfigDigest wholeDigest(Topology topology, ClientType type, UUID client, boolean proxies) {
        var digests = topology.peerDigests();
        return switch (type) {
            case AGENT ->
                topology.agent(client)
                        .map(agent -> digests.whole(agent, proxies, allVirtualIps))
                        .orElse(null);
            case GATEWAY ->
                topology.gateway(client)
                        .map(gateway -> digests.whole(gateway, proxies))
                        .orElse(null);
        };
    }

    @Override
    public ControlMessage.@Nullable OfState config(
            Topology topology, ClientType type, UUID client, KeyOffer keys, boolean proxies) {
        var own = new ConfigViews.OwnKeys(
                keys.privateKey() == null ? null : keys.privateKey().value(), keys.rotate() ? true : null);
        return switch (type) {
            case AGENT ->
                topology.agent(client)
                        .map(agent -> ConfigViews.agentConfig(topology, agent, own, proxies, allVirtualIps))
                        .orElse(null);
            case GATEWAY ->
                topology.gateway(client)
                        .map(gateway -> ConfigViews.gatewayConfig(topology, gateway, own, proxies))
                        .orElse(null);
        };
    }
}
