package io.kakuremichi.control.session;

import io.kakuremichi.control.client.KeyOffer;
import io.kakuremichi.control.protocol.ControlMessage;
import io.kakuremichi.control.topology.Topology;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A live session and what it is owed. Confined to the sequencer's thread, but for {@link #configOver}. */
final class LiveClient {
    final Session session;
    final SessionState.Live live;
    final String keyHash;
    private final Dialect dialect;
    private final DeliveryMode telling;
    private KeyOffer keys = KeyOffer.NONE;

    /** Its outbox was cut over, and it is told nothing until it took what is on its way. */
    boolean lagging;

    private volatile boolean configOnItsWay;

    /** {@link System#nanoTime}; written before {@link #configOnItsWay} is. */
    private volatile long nextConfigAt = System.nanoTime();

    LiveClient(Session session, SessionState.Live live, String keyHash) {
        this.session = session;
        this.live = live;
        this.keyHash = keyHash;
        this.dialect = session.dialect();
        this.telling = dialect.telling(live.capabilities());
    }

    UUID client() {
        return live.clientId();
    }

    /** What configurations have to say of the client's own keys. */
    KeyOffer keys() {
        return keys;
    }

    void offer(KeyOffer offer) {
        keys = dialect.carriesKeys() ? offer : KeyOffer.NONE;
    }

    /** Whether it is told that by a message, and not by a configuration. */
    boolean isTold(ControlMessage.OfState message) {
        return telling.carries(message);
    }

    /** Whether it is told by messages of its peers. */
    boolean isToldOfPeers() {
        return telling == DeliveryMode.DELTAS;
    }

    /** Its whole configuration, or null for a client that is gone: its connection is being closed. */
    ControlMessage.@Nullable OfState config(Topology topology) {
        return dialect.config(topology, live.type(), client(), keys);
    }

    /** How long it has to wait for the next configuration that a change causes, in nanoseconds; not positive when it need not. */
    long configWait(long now) {
        return configOnItsWay ? dialect.configInterval().toNanos() : nextConfigAt - now;
    }

    void configGiven() {
        configOnItsWay = true;
    }

    /** The configuration on its way was written, or never will be. Any thread. */
    void configOver() {
        nextConfigAt = System.nanoTime() + dialect.configInterval().toNanos();
        configOnItsWay = false;
    }
}
