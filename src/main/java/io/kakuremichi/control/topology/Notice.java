package io.kakuremichi.control.topology;

import io.kakuremichi.control.change.AgentFacts;
import io.kakuremichi.control.change.GatewayFacts;
import io.kakuremichi.control.change.TunnelFacts;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.protocol.ControlMessage;
import io.kakuremichi.control.protocol.ControlMessage.AgentTunnelUpdate;
import io.kakuremichi.control.protocol.ControlMessage.GatewayPeerCreate;
import io.kakuremichi.control.protocol.ControlMessage.GatewayPeerUpdate;
import io.kakuremichi.control.protocol.ControlMessage.GatewayTunnelUpdate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The effect of one change on clients. The topology does not know which clients are connected or how they are notified.
 */
public sealed interface Notice {
    /** A part of some clients' configuration changed. */
    sealed interface Announcement extends Notice {}

    /** A message for one client. */
    record ToClient(UUID clientId, ControlMessage.OfState message) implements Announcement {}

    /**
     * A message for every gateway.
     *
     * @param except the gateway that already has the state
     */
    record ToGateways(
            ControlMessage.OfState message, @Nullable UUID except) implements Announcement {
        ToGateways(ControlMessage.OfState message) {
            this(message, null);
        }
    }

    /** The same message for every agent. */
    record ToAgents(ControlMessage.OfState message) implements Announcement {}

    /**
     * Announces a gateway to every agent, with the gateway's address in that agent's subnet.
     *
     * @param isNew whether the gateway is new
     */
    record GatewayToAgents(GatewayFacts gateway, boolean isNew) implements Announcement {
        /** The message for one agent. */
        public ControlMessage.OfState messageTo(AgentFacts agent) {
            var peer = ConfigViews.gatewayPeer(gateway, agent);
            return isNew ? new GatewayPeerCreate(peer) : new GatewayPeerUpdate(peer);
        }
    }

    /**
     * Only the proxies of a tunnel changed. Concerns its agent and every gateway, if they have the capability {@code proxy}.
     */
    record ProxiesChanged(TunnelFacts tunnel) implements Announcement {
        /** The message for a client of that type with the capability {@code proxy}. */
        public ControlMessage.OfTunnel messageTo(ClientType type) {
            return switch (type) {
                case AGENT -> new AgentTunnelUpdate(ConfigViews.agentTunnel(tunnel));
                case GATEWAY -> new GatewayTunnelUpdate(ConfigViews.gatewayTunnel(tunnel));
            };
        }
    }

    /** Gateways gained or lost an address, so configurations that list all of a gateway's addresses changed. */
    record SubnetsChanged() implements Notice {}

    /** The keys in the client's configuration changed and must be read again. */
    record KeysChanged(UUID clientId) implements Notice {}

    /** The client was deleted or its API key replaced; its connection must be closed. */
    record Revoked(UUID clientId) implements Notice {}
}
