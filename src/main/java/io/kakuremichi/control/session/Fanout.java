package io.kakuremichi.control.session;

import io.kakuremichi.control.client.ClientKeys;
import io.kakuremichi.control.client.KeyOffer;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.platform.ControlConfig;
import io.kakuremichi.control.presence.Admission;
import io.kakuremichi.control.protocol.CloseCode;
import io.kakuremichi.control.protocol.ControlMessage;
import io.kakuremichi.control.protocol.ControlMessage.AuthSuccess;
import io.kakuremichi.control.topology.Audience;
import io.kakuremichi.control.topology.ConfigViews;
import io.kakuremichi.control.topology.Notice;
import io.kakuremichi.control.topology.Sequencer;
import io.kakuremichi.control.topology.Topology;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Decides what each session is told, and when ({@code protocol.md}, <i>Order and delivery</i>). All state here belongs to the
 * sequencer's thread; {@link #join} and {@link #resync} may be called from anywhere, they only hand over to it.
 *
 * <p>Promises, per connection: {@code auth_success} first, a configuration second, then every change committed after that
 * configuration in commit order, none twice. A client whose outbox overflows loses the messages and gets a
 * configuration that contains them.
 */
@ApplicationScoped
class Fanout implements Audience {
    private static final Logger LOG = Logger.getLogger(Fanout.class);

    /** The capability of clients that confirm with {@code config_ack}. */
    static final String ACK = "ack";

    private final Sequencer sequencer;
    private final ClientKeys clientKeys;
    private final boolean keysAlways;
    private final boolean allVirtualIps;
    private final Duration configInterval;
    private final long heartbeatIntervalMs;

    private final Map<UUID, Subscriber> agents = new HashMap<>();
    private final Map<UUID, Subscriber> gateways = new HashMap<>();

    /** Came online in a transaction that the topology has not seen yet; at most the unauthenticated connections. */
    private final List<Join> waiting = new ArrayList<>();

    private final StaleConfigs stale;

    /** When each client was last offered a key, for those that join with an older admission. At most one entry a client. */
    private final Map<UUID, Long> offered = new HashMap<>();

    /** The newest connection of clients that were on two replicas, for those that join late. At most one entry a client. */
    private final Map<UUID, Long> moved = new HashMap<>();

    /** Of the history that all subscribers were told of; null before the first load. */
    private @Nullable UUID epoch;

    Fanout(Sequencer sequencer, ClientKeys clientKeys, ControlConfig config) {
        this.clientKeys = clientKeys;
        this.keysAlways = config.keys().delivery() == ControlConfig.Keys.Delivery.ALWAYS;
        this.sequencer = sequencer;
        this.stale = new StaleConfigs(sequencer, this::sendConfig);
        this.allVirtualIps = config.config().gatewayVirtualIps() == ControlConfig.Config.VirtualIps.ALL;
        this.configInterval = config.config().interval();
        this.heartbeatIntervalMs = config.session().heartbeatInterval().toMillis();
    }

    /**
     * Makes an authenticated session live, as soon as the topology has caught up with its admission.
     *
     * @return completes when that is decided, one way or the other
     */
    CompletableFuture<Void> join(
            Session session,
            SessionState.Authenticating state,
            Admission.Accepted accepted,
            KeyOffer keys,
            boolean acks) {
        var join = new Join(session, state, accepted, keys, acks, new CompletableFuture<>());
        sequencer.execute(topology -> {
            if (topology.revision() < accepted.revision()) {
                waiting.add(join);
            } else {
                admit(join, topology);
            }
        });
        return join.decided();
    }

    /** The session ended. */
    void leave(Session session, SessionState.Live live) {
        sequencer.execute(topology -> {
            var subscribers = subscribers(live.type());
            var subscriber = subscribers.get(live.clientId());
            if (subscriber != null && subscriber.session == session) {
                subscribers.remove(live.clientId());
                stale.settle(live.clientId());
            }
        });
    }

    /** The client has a connection of that generation, maybe on another replica: older ones end, also those that join later. */
    void moved(UUID client, long generation) {
        sequencer.execute(topology -> {
            moved.merge(client, generation, Math::max);
            var subscriber = subscriber(client);
            if (subscriber != null && subscriber.live.generation() < generation) {
                subscriber.session.close(CloseCode.REPLACED);
            }
        });
    }

    /** The session's outbox was cut over: it gets a fresh configuration and is told of changes again. */
    void resync(Session session) {
        if (session.state() instanceof SessionState.Live live) {
            sequencer.execute(topology -> {
                var subscriber = subscribers(live.type()).get(live.clientId());
                if (subscriber != null && subscriber.session == session) {
                    subscriber.lagging = false;
                    sendConfig(subscriber, topology);
                }
            });
        }
    }

    /** The client has that key: it is not sent again. */
    void keyReceived(Session session, SessionState.Live live, String publicKey) {
        sequencer.execute(topology -> {
            var subscriber = subscribers(live.type()).get(live.clientId());
            if (subscriber != null
                    && subscriber.session == session
                    && !keysAlways
                    && publicKey.equals(subscriber.keys.publicKey())) {
                subscriber.keys = KeyOffer.NONE;
            }
        });
    }

    /** Off the sequencer's thread, which must not wait for the database. What fails here is delivered at the next connection. */
    private void readOffer(Subscriber subscriber) {
        var live = subscriber.live;
        try {
            var offer = clientKeys.offer(live.type(), live.clientId());
            sequencer.execute(topology -> {
                if (subscribers(live.type()).get(live.clientId()) == subscriber) {
                    subscriber.keys = offer;
                    stale.add(subscriber);
                    stale.sendDue(topology);
                }
            });
        } catch (SQLException | RuntimeException e) {
            LOG.warnf("A new key waits for the next connection client=%s: %s", live.clientId(), e.getMessage());
        }
    }

    private void admit(Join join, Topology topology) {
        decide(join, topology);
        join.decided().complete(null);
    }

    private void decide(Join join, Topology topology) {
        var session = join.session();
        var accepted = join.accepted();
        var type = join.state().type();
        var keyHash = topology.keyHash(accepted.clientId());
        if (keyHash.isEmpty() || !keyHash.get().equals(join.state().keyHash().hex())) {
            // Deleted or re-keyed after its key was checked; that change has been announced, so nobody else closes it.
            session.close(CloseCode.REVOKED);
            return;
        }
        var older = subscribers(type).get(accepted.clientId());
        if (older != null && older.live.generation() > accepted.generation()
                || moved.getOrDefault(accepted.clientId(), 0L) > accepted.generation()) {
            session.close(CloseCode.REPLACED);
            return;
        }
        var live = join.state().live(accepted, join.acks());
        if (!session.move(join.state(), live)) {
            return;
        }
        if (older != null) {
            older.session.close(CloseCode.REPLACED);
        }
        var subscriber = new Subscriber(session, live, keyHash.get(), join.keys());
        subscribers(type).put(accepted.clientId(), subscriber);
        session.answer(authSuccess(live, topology));
        sendConfig(subscriber, topology);
        if (offered.getOrDefault(accepted.clientId(), 0L) > accepted.revision()) {
            Thread.startVirtualThread(() -> readOffer(subscriber));
        }
        LOG.infof(
                "Client connected client=%s type=%s sessionId=%s revision=%d",
                accepted.clientId(), type.wireName(), session.id(), topology.revision());
    }

    private AuthSuccess authSuccess(SessionState.Live live, Topology topology) {
        var agentId = live.type() == ClientType.AGENT ? live.clientId() : null;
        var gatewayId = live.type() == ClientType.GATEWAY ? live.clientId() : null;
        return new AuthSuccess(
                agentId,
                gatewayId,
                "Authentication successful",
                heartbeatIntervalMs,
                live.acks() ? List.of(ACK) : List.of(),
                topology.epoch(),
                false);
    }

    @Override
    public void changed(Topology topology, List<Notice> notices) {
        for (var notice : notices) {
            switch (notice) {
                case Notice.ToClient(var client, var message) -> {
                    var subscriber = subscriber(client);
                    if (subscriber != null) {
                        tell(subscriber, new Outgoing.Message(message, topology.revision()));
                    }
                }
                case Notice.ToGateways(var message) -> {
                    var shared = new Outgoing.Message(message, topology.revision());
                    gateways.values().forEach(subscriber -> tell(subscriber, shared));
                }
                case Notice.ClientStale(var client) -> {
                    var subscriber = subscriber(client);
                    if (subscriber != null) {
                        stale.add(subscriber);
                    }
                }
                case Notice.KeyOffered(var client) -> {
                    offered.put(client, topology.revision());
                    var subscriber = subscriber(client);
                    if (subscriber != null) {
                        Thread.startVirtualThread(() -> readOffer(subscriber));
                    }
                }
                case Notice.AgentsStale() -> agents.values().forEach(stale::add);
                case Notice.GatewaysStale(var except) ->
                    gateways.values().stream()
                            .filter(subscriber -> !subscriber.live.clientId().equals(except))
                            .forEach(stale::add);
                case Notice.Revoked(var client) -> {
                    offered.remove(client);
                    moved.remove(client);
                    var subscriber = subscriber(client);
                    if (subscriber != null) {
                        subscriber.session.close(CloseCode.REVOKED);
                    }
                }
            }
        }
        stale.sendDue(topology);
    }

    @Override
    public void reloaded(Topology topology) {
        if (epoch != null && !epoch.equals(topology.epoch())) {
            closeAll();
        }
        epoch = topology.epoch();
        moved.keySet().removeIf(client -> topology.keyHash(client).isEmpty());
        for (var subscribers : List.of(agents, gateways)) {
            for (var subscriber : List.copyOf(subscribers.values())) {
                var keyHash = topology.keyHash(subscriber.live.clientId());
                if (keyHash.isEmpty() || !keyHash.get().equals(subscriber.keyHash)) {
                    subscriber.session.close(CloseCode.REVOKED);
                } else {
                    stale.add(subscriber);
                }
            }
        }
        stale.sendDue(topology);
        caughtUp(topology);
    }

    /** Another history: whether these clients exist in it, and as whom, they find out by authenticating again. */
    private void closeAll() {
        moved.clear();
        offered.clear();
        waiting.forEach(join -> {
            join.session().close(CloseCode.RESTART);
            join.decided().complete(null);
        });
        waiting.clear();
        for (var subscribers : List.of(agents, gateways)) {
            subscribers.values().forEach(subscriber -> subscriber.session.close(CloseCode.RESTART));
            subscribers.clear();
        }
    }

    @Override
    public void caughtUp(Topology topology) {
        var joins = List.copyOf(waiting);
        waiting.clear();
        for (var join : joins) {
            if (topology.revision() < join.accepted().revision()) {
                waiting.add(join);
            } else {
                admit(join, topology);
            }
        }
    }

    private void tell(Subscriber subscriber, Outgoing.Message message) {
        if (!subscriber.lagging && !subscriber.session.offer(message)) {
            LOG.infof("A slow client is cut over to a fresh configuration sessionId=%s", subscriber.session.id());
            subscriber.lagging = true;
        }
    }

    /** A lagging client gets none now: it will get one when it has taken what is on its way. */
    private void sendConfig(Subscriber subscriber, Topology topology) {
        stale.settle(subscriber.live.clientId());
        if (subscriber.lagging) {
            return;
        }
        var config = config(subscriber, topology);
        if (config != null) {
            subscriber.configDue = System.nanoTime() + configInterval.toNanos();
            tell(subscriber, new Outgoing.Message(config, topology.revision(), subscriber.keys.publicKey()));
        }
    }

    /** Null for a client that is gone: its connection is being closed. */
    private ControlMessage.@Nullable OfState config(Subscriber subscriber, Topology topology) {
        var client = subscriber.live.clientId();
        var offer = subscriber.keys;
        var keys = new ConfigViews.OwnKeys(
                offer.privateKey() == null ? null : offer.privateKey().value(), offer.rotate() ? true : null);
        return switch (subscriber.live.type()) {
            case AGENT ->
                topology.agent(client)
                        .map(agent -> ConfigViews.agentConfig(topology, agent, keys, allVirtualIps))
                        .orElse(null);
            case GATEWAY ->
                topology.gateway(client)
                        .map(gateway -> ConfigViews.gatewayConfig(topology, gateway, keys))
                        .orElse(null);
        };
    }

    private Map<UUID, Subscriber> subscribers(ClientType type) {
        return switch (type) {
            case AGENT -> agents;
            case GATEWAY -> gateways;
        };
    }

    private @Nullable Subscriber subscriber(UUID client) {
        var agent = agents.get(client);
        return agent != null ? agent : gateways.get(client);
    }

    private record Join(
            Session session,
            SessionState.Authenticating state,
            Admission.Accepted accepted,
            KeyOffer keys,
            boolean acks,
            CompletableFuture<Void> decided) {}
}
