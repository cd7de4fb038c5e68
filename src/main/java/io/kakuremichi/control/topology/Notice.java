package io.kakuremichi.control.topology;

import io.kakuremichi.control.change.AgentFacts;
import io.kakuremichi.control.change.GatewayFacts;
import io.kakuremichi.control.protocol.ControlMessage;
import io.kakuremichi.control.protocol.ControlMessage.GatewayPeerCreate;
import io.kakuremichi.control.protocol.ControlMessage.GatewayPeerUpdate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What one change means for the clients; who of them is connected, and how it is told what, is not the topology's business. */
public sealed interface Notice {
    /** Part of some clients' configurations changed. */
    sealed interface Told extends Notice {}

    /** One client gets a message. */
    record ToClient(UUID clientId, ControlMessage.OfState message) implements Told {}

    /**
     * Every gateway gets a message.
     *
     * @param except the gateway that knows already
     */
    record ToGateways(
            ControlMessage.OfState message, @Nullable UUID except) implements Told {
        ToGateways(ControlMessage.OfState message) {
            this(message, null);
        }
    }

    /** Every agent gets the same message. */
    record ToAgents(ControlMessage.OfState message) implements Told {}

    /**
     * Every agent learns of a gateway, each with the address that is inside its own subnet.
     *
     * @param isNew whether agents did not know the gateway before
     */
    record GatewayToAgents(GatewayFacts gateway, boolean isNew) implements Told {
        /** What that agent is told. */
        public ControlMessage.OfState messageTo(AgentFacts agent) {
            var peer = ConfigViews.gatewayPeer(gateway, agent);
            return isNew ? new GatewayPeerCreate(peer) : new GatewayPeerUpdate(peer);
        }
    }

    /** Gateways have an address more, or less: the configurations that list all of them changed. */
    record SubnetsChanged() implements Notice {}

    /** What the client's configuration says of its keys has to be read anew. */
    record KeyOffered(UUID clientId) implements Notice {}

    /** The client was deleted or its key replaced: its connection ends. */
    record Revoked(UUID clientId) implements Notice {}
}
