package io.kakuremichi.control.session.dialect;

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

/** A wire format together with what it can express. Thread-safe. */
public interface Dialect {
    /** Returns how messages are written and read. */
    Codec codec();

    /** Returns those of the requested capabilities that both sides will use. */
    Set<Capability> granted(ClientType type, Set<Capability> requested);

    /** Returns which changes a client with these capabilities receives as messages. */
    DeliveryMode deliveryMode(Set<Capability> granted);

    /** Returns whether configurations contain private keys and requests for new keys. */
    boolean carriesKeys();

    /** Returns the minimum time between two configurations that changes cause. */
    Duration configInterval();

    /**
     * Returns a client's whole configuration; null when the client was deleted. On the sequencer's thread.
     *
     * @param keys the client's own keys; ignored unless {@link #carriesKeys}
     */
    ControlMessage.@Nullable OfState config(Topology topology, ClientType type, UUID client, KeyOffer keys);
}
