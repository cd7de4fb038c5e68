package io.kakuremichi.control.topology;

import io.kakuremichi.control.protocol.ControlMessage;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What one change means for the clients; who of them is connected is not the topology's business. */
public sealed interface Notice {
    /** One client gets a message. */
    record ToClient(UUID clientId, ControlMessage.OfState message) implements Notice {}

    /** Every gateway gets a message. */
    record ToGateways(ControlMessage.OfState message) implements Notice {}

    /** One client's configuration changed in a way that no message carries. */
    record ClientStale(UUID clientId) implements Notice {}

    /** Every agent's configuration changed in a way that no message carries. */
    record AgentsStale() implements Notice {}

    /**
     * Every gateway's configuration changed in a way that no message carries.
     *
     * @param except the gateway that knows already
     */
    record GatewaysStale(@Nullable UUID except) implements Notice {}

    /** What the client's configuration says of its keys has to be read anew. */
    record KeyOffered(UUID clientId) implements Notice {}

    /** The client was deleted or its key replaced: its connection ends. */
    record Revoked(UUID clientId) implements Notice {}
}
