package io.kakuremichi.control.session;

import io.kakuremichi.control.client.KeyOffer;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.protocol.Capability;
import io.kakuremichi.control.protocol.Codec;
import io.kakuremichi.control.protocol.ControlMessage;
import io.kakuremichi.control.topology.Topology;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One way to speak with clients: a codec, a view of the configuration, and how much is told by it. Thread-safe. */
interface Dialect {
    Codec codec();

    /** Those of the capabilities that will be used. */
    Set<Capability> granted(ClientType type, Set<Capability> asked);

    DeliveryMode telling(Set<Capability> granted);

    /** Whether configurations carry private keys and requests for new ones. */
    boolean carriesKeys();

    /** The least time between two configurations that changes cause. */
    Duration configInterval();

    /**
     * A client's whole configuration, or null for a client that is gone. On the sequencer's thread.
     *
     * @param keys what it says of the client's own keys, if it {@linkplain #carriesKeys can}
     */
    ControlMessage.@Nullable OfState config(Topology topology, ClientType type, UUID client, KeyOffer keys);
}
