package io.kakuremichi.control.session.outbound;

import io.kakuremichi.control.client.KeyOffer;
import io.kakuremichi.control.protocol.ControlMessage;
import io.kakuremichi.control.session.connection.Session;
import io.kakuremichi.control.session.connection.SessionState;
import io.kakuremichi.control.session.dialect.DeliveryMode;
import io.kakuremichi.control.session.dialect.Dialect;
import io.kakuremichi.control.topology.Topology;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A live session and the state of its delivery. Confined to the sequencer's thread, except {@link #configFinished}. */
final class LiveClient {
    private final Session session;
    private final SessionState.Live live;
    private final String keyHash;
    private final Dialect dialect;
    private final DeliveryMode mode;
    private KeyOffer keys = KeyOffer.NONE;
    private boolean lagging;
    private volatile boolean configUnderWay;

    /** {@link System#nanoTime}; written before {@link #configUnderWay} is. */
    private volatile long nextConfigAt = System.nanoTime();

    LiveClient(Session session, SessionState.Live live, String keyHash) {
        this.session = session;
        this.live = live;
        this.keyHash = keyHash;
        this.dialect = session.dialect();
        this.mode = dialect.deliveryMode(live.capabilities());
    }

    UUID id() {
        return live.clientId();
    }

    Session session() {
        return session;
    }

    SessionState.Live live() {
        return live;
    }

    /** Returns the hash of the key by which the client authenticated. */
    String keyHash() {
        return keyHash;
    }

    /** Returns the keys that the client's configuration contains. */
    KeyOffer keys() {
        return keys;
    }

    void offer(KeyOffer offer) {
        keys = dialect.carriesKeys() ? offer : KeyOffer.NONE;
    }

    /** Returns whether the client receives that message; if not, it needs a configuration. */
    boolean receives(ControlMessage.OfState message) {
        return mode.carries(message);
    }

    /** Returns whether the client receives changes of its peers as messages. */
    boolean receivesPeers() {
        return mode == DeliveryMode.DELTAS;
    }

    /** Returns whether the outbox overflowed and has not been sent yet; nothing more is offered until it has. */
    boolean isLagging() {
        return lagging;
    }

    void lagging(boolean isLagging) {
        lagging = isLagging;
    }

    /** Returns the whole configuration; null when the client was deleted, in which case its connection is being closed. */
    ControlMessage.@Nullable OfState config(Topology topology) {
        return dialect.config(topology, live.type(), id(), keys);
    }

    /** Returns how many nanoseconds the next configuration has to wait; zero or less when it is due. */
    long configWait(long now) {
        return configUnderWay ? dialect.configInterval().toNanos() : nextConfigAt - now;
    }

    /** A configuration was queued. */
    void configQueued() {
        configUnderWay = true;
    }

    /** The queued configuration was written or never will be. Any thread. */
    void configFinished() {
        nextConfigAt = System.nanoTime() + dialect.configInterval().toNanos();
        configUnderWay = false;
    }
}
