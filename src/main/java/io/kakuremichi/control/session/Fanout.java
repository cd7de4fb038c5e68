package io.kakuremichi.control.session;

import io.kakuremichi.control.client.ClientKeys;
import io.kakuremichi.control.client.KeyOffer;
import io.kakuremichi.control.config.ConfigMessageSettings;
import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.config.KeyDeliveryMode;
import io.kakuremichi.control.presence.Admission;
import io.kakuremichi.control.protocol.Capability;
import io.kakuremichi.control.protocol.ClientMessage.ResumePoint;
import io.kakuremichi.control.protocol.CloseCode;
import io.kakuremichi.control.protocol.ControlMessage;
import io.kakuremichi.control.telemetry.Tracing;
import io.kakuremichi.control.topology.Audience;
import io.kakuremichi.control.topology.Notice;
import io.kakuremichi.control.topology.Sequencer;
import io.kakuremichi.control.topology.Topology;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Decides what each session is told, and when ({@code protocol.md}, <i>Order and delivery</i>). All state here belongs to the
 * sequencer's thread; {@link #join}, {@link #leave}, {@link #resync} and {@link #keyReceived} may be called from anywhere, they only
 * hand over to it.
 *
 * <p>Promises, per connection: {@code auth_success} first, a configuration or what was missed second, then every change committed
 * after that in commit order, none twice. A client whose outbox overflows loses the messages and gets a configuration that contains
 * them.
 */
@ApplicationScoped
class Fanout implements Audience {
    private final Sequencer sequencer;
    private final EventLoops eventLoops;
    private final boolean keysAlways;
    private final boolean allVirtualIps;
    private final Timer fanoutTime;
    private final Tracer tracer;
    private final LiveClients subscribers = new LiveClients();
    private final Deliveries deliveries;
    private final KeyOffersToLive keyOffers;
    private final Joins joins;

    /** Of the history that all subscribers were told of; null before the first load. */
    private @Nullable UUID epoch;

    Fanout(
            Sequencer sequencer,
            EventLoops eventLoops,
            ClientKeys clientKeys,
            ControlConfig config,
            SessionMetrics metrics,
            Tracing tracing) {
        this.sequencer = sequencer;
        this.eventLoops = eventLoops;
        this.keysAlways = config.keys().delivery() == KeyDeliveryMode.ALWAYS;
        this.allVirtualIps = config.config().gatewayVirtualIps() == ConfigMessageSettings.VirtualIps.ALL;
        this.deliveries = new Deliveries(sequencer, metrics);
        this.keyOffers = new KeyOffersToLive(sequencer, clientKeys, subscribers, deliveries);
        this.joins = new Joins(
                subscribers,
                deliveries,
                keyOffers,
                metrics,
                config.session().heartbeatInterval().toMillis());
        this.fanoutTime = metrics.fanout();
        this.tracer = tracing.tracer();
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
            Set<Capability> capabilities,
            @Nullable ResumePoint resume) {
        var join = new Joins.Join(session, state, accepted, capabilities, resume, new CompletableFuture<>());
        sequencer.execute(topology -> joins.add(join, topology));
        return join.decided();
    }

    /** The session ended. */
    void leave(Session session, SessionState.Live live) {
        sequencer.execute(topology -> {
            var subscriber = subscribers.of(session, live);
            if (subscriber != null) {
                subscribers.remove(subscriber);
                deliveries.forget(subscriber);
            }
        });
    }

    /** The client has a connection of that generation, maybe on another replica: older ones end, also those that join later. */
    void moved(UUID client, long generation) {
        sequencer.execute(topology -> {
            joins.moved(client, generation);
            var subscriber = subscribers.of(client);
            if (subscriber != null && subscriber.live.generation() < generation) {
                subscriber.session.close(CloseCode.REPLACED);
            }
        });
    }

    /** The session's outbox was cut over: it gets a fresh configuration and is told of changes again. */
    void resync(Session session) {
        sequencer.execute(topology -> {
            var subscriber = subscribers.of(session);
            if (subscriber != null) {
                deliveries.resync(subscriber, topology);
            }
        });
    }

    /** The client has that key: it is not sent again. */
    void keyReceived(Session session, String publicKey) {
        sequencer.execute(topology -> {
            var subscriber = subscribers.of(session);
            if (subscriber != null
                    && !keysAlways
                    && publicKey.equals(subscriber.keys().publicKey())) {
                subscriber.offer(KeyOffer.NONE);
            }
        });
    }

    @Override
    public void changed(Topology topology, List<Notice> notices, long committedAt) {
        eventLoops.gather();
        try {
            tell(topology, notices, new FanoutTime(fanoutTime, fanoutSpan(topology, committedAt), committedAt));
        } finally {
            eventLoops.release();
        }
    }

    private void tell(Topology topology, List<Notice> notices, FanoutTime time) {
        for (var notice : notices) {
            switch (notice) {
                case Notice.ToClient(var client, var message) -> {
                    var subscriber = subscribers.of(client);
                    if (subscriber != null) {
                        tell(subscriber, message, change(message, topology, time), time);
                    }
                }
                case Notice.ToGateways(var message, var except) -> {
                    var shared = change(message, topology, time);
                    for (var subscriber : subscribers.gateways()) {
                        if (!subscriber.client().equals(except)) {
                            tell(subscriber, message, shared, time);
                        }
                    }
                }
                case Notice.ToAgents(var message) -> {
                    var shared = change(message, topology, time);
                    subscribers.agents().forEach(subscriber -> tell(subscriber, message, shared, time));
                }
                case Notice.GatewayToAgents gateway ->
                    subscribers.agents().forEach(subscriber -> tell(subscriber, gateway, topology, time));
                case Notice.SubnetsChanged() -> {
                    if (allVirtualIps) {
                        subscribers.agents().forEach(deliveries::owe);
                    }
                }
                case Notice.KeyOffered(var client) -> keyOffers.offered(client, topology.revision());
                case Notice.Revoked(var client) -> {
                    keyOffers.forget(client);
                    joins.forget(client);
                    var subscriber = subscribers.of(client);
                    if (subscriber != null) {
                        subscriber.session.close(CloseCode.REVOKED);
                    }
                }
            }
        }
        time.allGiven();
        deliveries.sendOwed(topology);
    }

    /** Begins when the change was committed; what became of it before it got here is in it. */
    private Span fanoutSpan(Topology topology, long committedAt) {
        return tracer.spanBuilder("fan-out")
                .setAttribute("kakuremichi.revision", topology.revision())
                .setStartTimestamp(Instant.now().minusNanos(System.nanoTime() - committedAt))
                .startSpan();
    }

    private static OutboundItem.Message change(ControlMessage.OfState message, Topology topology, FanoutTime time) {
        return OutboundItem.Message.change(message, topology.revision(), time::over);
    }

    private void tell(
            LiveClient subscriber, ControlMessage.OfState message, OutboundItem.Message outgoing, FanoutTime time) {
        if (!subscriber.isTold(message)) {
            deliveries.owe(subscriber);
            return;
        }
        time.given();
        if (!deliveries.tell(subscriber, outgoing)) {
            time.over();
        }
    }

    private void tell(LiveClient subscriber, Notice.GatewayToAgents gateway, Topology topology, FanoutTime time) {
        if (!subscriber.isToldOfPeers()) {
            deliveries.owe(subscriber);
            return;
        }
        topology.agent(subscriber.client()).ifPresent(agent -> {
            var message = gateway.messageTo(agent);
            tell(subscriber, message, change(message, topology, time), time);
        });
    }

    @Override
    public void reloaded(Topology topology) {
        if (epoch != null && !epoch.equals(topology.epoch())) {
            closeAll();
        }
        epoch = topology.epoch();
        joins.forgetAllBut(client -> topology.keyHash(client).isPresent());
        for (var subscriber : subscribers.all()) {
            var keyHash = topology.keyHash(subscriber.client());
            if (keyHash.isEmpty() || !keyHash.get().equals(subscriber.keyHash)) {
                subscriber.session.close(CloseCode.REVOKED);
            } else {
                deliveries.owe(subscriber);
            }
        }
        deliveries.sendOwed(topology);
        caughtUp(topology);
    }

    /** Another history: whether these clients exist in it, and as whom, they find out by authenticating again. */
    private void closeAll() {
        keyOffers.forgetAll();
        joins.abandon();
        for (var subscriber : subscribers.all()) {
            subscriber.session.close(CloseCode.RESTART);
            subscribers.remove(subscriber);
            deliveries.forget(subscriber);
        }
    }

    @Override
    public void caughtUp(Topology topology) {
        joins.caughtUp(topology);
    }
}
