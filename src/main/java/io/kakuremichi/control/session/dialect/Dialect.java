package io.kakuremichi.control.session.dialect;

import io.kakuremichi.control.client.KeyOffer;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.protocol.Capability;
import io.kakuremichi.control.protocol.Codec;
import io.kakuremichi.control.protocol.ControlMessage;
import io.kakuremichi.control.topology.ConfigDigest;
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

    /** Returns whether a client with these capabilities is sent what tunnels serve as proxies. */
    boolean carriesProxies(Set<Capability> granted);

    /** Returns whether configurations contain private keys and requests for new keys. */
    boolean carriesKeys();

    /**
     * Returns whether invalid fields of {@code auth} are ignored with a warning. An error would keep out clients that cannot correct
     * them.
     */
    boolean toleratesInvalidFields();

    /** Returns the minimum time between two configurations that changes cause. */
    Duration configInterval();

    /** Returns how long a change waits for others that share its configuration. */
    Duration configDelay(ClientType type);

    /**
     * Returns whether a client of that type interrupts its service when it gets the configuration that it already has.
     */
    boolean isDisturbedByRepetition(ClientType type);

    /**
     * Returns the digest of what only a configuration carries to a client of that mode; null when the client was deleted. A client that
     * has this needs no configuration, unless a key has to be delivered. On the sequencer's thread.
     */
    @Nullable ConfigDigest configDigest(Topology topology, ClientType type, UUID client, DeliveryMode mode);

    /**
     * Returns the digest of a client's whole configuration without keys; null when the client was deleted. On the sequencer's thread.
     *
     * @param proxies the result of {@link #carriesProxies}
     */
    @Nullable ConfigDigest wholeDigest(Topology topology, ClientType type, UUID client, boolean proxies);

    /**
     * Returns a client's whole configuration; null when the client was deleted. On the sequencer's thread.
     *
     * @param keys the client's own keys; ignored unless {@link #carriesKeys}
     * @param proxies the result of {@link #carriesProxies}
     */
    ControlMessage.@Nullable OfState config(
            Topology topology, ClientType type, UUID client, KeyOffer keys, boolean proxies);
}
