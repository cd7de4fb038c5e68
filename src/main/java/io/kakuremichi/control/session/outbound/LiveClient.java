package io.kakuremichi.control.session.outbound;

import io.kakuremichi.control.client.KeyOffer;
import io.kakuremichi.control.protocol.Capability;
import io.kakuremichi.control.protocol.ControlMessage;
import io.kakuremichi.control.session.connection.Session;
import io.kakuremichi.control.session.connection.SessionState;
import io.kakuremichi.control.session.dialect.DeliveryMode;
import io.kakuremichi.control.session.dialect.Dialect;
import io.kakuremichi.control.topology.ConfigDigest;
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
    private final boolean proxies;
    private final OfferedKeys keys = new OfferedKeys();

    /** What the client has of what only configurations carry; null when that is not known. */
    private @Nullable ConfigDigest configured;

    /** Null when the client was sent a configuration, or is known to have one. */
    private @Nullable KeptConfig kept;

    private boolean lagging;

    /** Whether a change that no message carries to the client has not reached it in a configuration yet. */
    private boolean configRequired;

    /** When an outdated configuration may be sent; {@link System#nanoTime}. */
    private long dueAt;

    private volatile boolean configUnderWay;

    /** {@link System#nanoTime}; written before {@link #configUnderWay} is. */
    private volatile long nextConfigAt = System.nanoTime();

    LiveClient(Session session, SessionState.Live live, String keyHash) {
        this.session = session;
        this.live = live;
        this.keyHash = keyHash;
        this.dialect = session.dialect();
        this.mode = dialect.deliveryMode(live.capabilities());
        this.proxies = dialect.carriesProxies(live.capabilities());
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
        return keys.current();
    }

    /** Sets the keys of the client's configuration, like {@link OfferedKeys#offer}; none in a dialect without keys. */
    boolean offer(KeyOffer offer, long revision) {
        return keys.offer(dialect.carriesKeys() ? offer : KeyOffer.NONE, revision);
    }

    /** The client has its keys: later configurations don't contain them. */
    void keysConfirmed() {
        keys.confirmed();
    }

    /** Returns whether the client receives that message; if not, it needs a configuration. */
    boolean receives(ControlMessage.OfState message) {
        return mode.carries(message);
    }

    /** Returns whether the client is sent what tunnels serve as proxies, in messages or in its configuration. */
    boolean receivesProxies() {
        return proxies;
    }

    /** Returns the message in the form for this client. */
    ControlMessage.OfState formOf(ControlMessage.OfState message) {
        return !proxies && message instanceof ControlMessage.OfTunnel ofTunnel ? ofTunnel.withoutProxies() : message;
    }

    /** Returns whether the client receives changes of its peers as messages. */
    boolean receivesPeers() {
        return mode == DeliveryMode.DELTAS;
    }

    /** Returns whether the outbox overflowed and has not been sent yet; nothing more is offered until it has. */
    boolean isLagging() {
        return lagging;
    }

    /** The outbox overflowed, which drops configurations too, or has been sent since. */
    void lagging(boolean isLagging) {
        lagging = isLagging;
        configured = null;
    }

    /** A change that no message carries to the client has to reach it in a configuration. */
    void requireConfig() {
        configRequired = true;
    }

    /** The client has its configuration. */
    void configIsCurrent() {
        configRequired = false;
    }

    /**
     * Returns whether later messages have to wait for the configuration that the client still needs. It resumes from the revision of the
     * last message that it received, so it must have everything up to there.
     *
     * <p>Other clients get the message at once, before a configuration with an agent that it may refer to. They are promised a message for
     * each change of a tunnel. A configuration before the message would contain the change too, which delivers it twice, and a
     * configuration for each message would ignore the interval.
     */
    boolean waitsForConfig() {
        return configRequired && live.capabilities().contains(Capability.RESUME);
    }

    /** What the client has is not known: it needs a configuration. */
    void configUnknown() {
        configured = null;
    }

    /** Returns the digest of what only a configuration carries to the client; null when the client was deleted. */
    @Nullable ConfigDigest configDigest(Topology topology) {
        return dialect.configDigest(topology, live.type(), id(), mode);
    }

    /** Returns whether the client has all of its configuration. */
    boolean hasAll(ConfigDigest digest) {
        return digest.equals(configured) && keys.areSent();
    }

    /** Returns whether the two topologies make the same configuration for the client. */
    boolean isUnaffected(Topology before, Topology after) {
        var digest = dialect.wholeDigest(before, live.type(), id(), proxies);
        return digest != null && digest.equals(dialect.wholeDigest(after, live.type(), id(), proxies));
    }

    /** The client has this without a configuration on this connection. */
    void resumed(ConfigDigest digest) {
        configured = digest;
    }

    /** The client is assumed to have kept the configuration of its last connection. */
    void keeps(ConfigDigest digest, KeptConfig assumption) {
        configured = digest;
        kept = assumption;
    }

    /** Returns the assumption that is not proven yet; null without one. */
    @Nullable KeptConfig kept() {
        return kept;
    }

    /** The client is known to have its configuration. */
    void keptIsProven() {
        kept = null;
    }

    /** Returns the whole configuration; null when the client was deleted, in which case its connection is being closed. */
    ControlMessage.@Nullable OfState config(Topology topology) {
        return dialect.config(topology, live.type(), id(), keys.current(), proxies);
    }

    /** Returns when a change of this moment reaches the client in a configuration at the earliest; {@link System#nanoTime}. */
    long changeDueAt(long now) {
        return now + dialect.configDelay(live.type()).toNanos();
    }

    /** The configuration became outdated. */
    void due(long at) {
        dueAt = at;
    }

    /** The outdated configuration is due at that time, if not earlier. */
    void dueNoLaterThan(long at) {
        dueAt = dueAt - at > 0 ? at : dueAt;
    }

    /** Returns how many nanoseconds the outdated configuration has to wait; zero or less when it is due. */
    long configWait(long now) {
        return configUnderWay ? dialect.configInterval().toNanos() : Math.max(nextConfigAt - now, dueAt - now);
    }

    /** A configuration with this digest was queued. */
    void configQueued(ConfigDigest digest) {
        configured = digest;
        configRequired = false;
        keys.sent();
        kept = null;
        configUnderWay = true;
    }

    /** Returns whether presence records the configuration that the client has, for its next connection. */
    boolean isConfigRecorded() {
        return dialect.isDisturbedByRepetition(live.type());
    }

    /** The queued configuration was written or never will be. Any thread. */
    void configFinished() {
        nextConfigAt = System.nanoTime() + dialect.configInterval().toNanos();
        configUnderWay = false;
    }
}
