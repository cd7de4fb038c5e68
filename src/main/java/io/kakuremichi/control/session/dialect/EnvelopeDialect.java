package io.kakuremichi.control.session.dialect;

import io.kakuremichi.control.client.KeyOffer;
import io.kakuremichi.control.config.ConfigMessageSettings;
import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.protocol.Capability;
import io.kakuremichi.control.protocol.Codec;
import io.kakuremichi.control.protocol.ControlMessage;
import io.kakuremichi.control.protocol.EnvelopeCodec;
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
    public boolean carriesKeys() {
        return true;
    }

    @Override
    public Duration configInterval() {
        return configInterval;
    }

    @Override
    public ControlMessage.@Nullable OfState config(Topology topology, ClientType type, UUID client, KeyOffer keys) {
        var own = new ConfigViews.OwnKeys(
                keys.privateKey() == null ? null : keys.privateKey().value(), keys.rotate() ? true : null);
        return switch (type) {
            case AGENT ->
                topology.agent(client)
                        .map(agent -> ConfigViews.agentConfig(topology, agent, own, allVirtualIps))
                        .orElse(null);
            case GATEWAY ->
                topology.gateway(client)
                        .map(gateway -> ConfigViews.gatewayConfig(topology, gateway, own))
                        .orElse(null);
        };
    }
}
