package io.kakuremichi.control.session.outbound;

import io.kakuremichi.control.client.ClientKeys;
import io.kakuremichi.control.config.ConfigMessageSettings;
import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.config.KeyDeliveryMode;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.presence.Admission;
import io.kakuremichi.control.protocol.Capability;
import io.kakuremichi.control.protocol.ClientMessage.ResumePoint;
import io.kakuremichi.control.protocol.CloseCode;
import io.kakuremichi.control.protocol.ControlMessage;
import io.kakuremichi.control.session.connection.EventLoops;
import io.kakuremichi.control.session.connection.Session;
import io.kakuremichi.control.session.connection.SessionMetrics;
import io.kakuremichi.control.session.connection.SessionState;
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
 * Decides which messages each session gets, and when ({@code protocol.md}, <i>Order and delivery</i>). The sequencer's thread owns all
 * state; {@link #join}, {@link #leave}, {@link #takenOver} and {@link #keyReceived} may be called from any thread and only pass work
 * to it.
 *
 * <p>Promises, per connection: {@code auth_success} first; a configuration or the missed changes second; then every change that is
 * committed after that, in commit order, none twice. When an outbox overflows, its messages are replaced by one configuration that
 * contains them.
 */
@ApplicationScoped
public class Fanout implements Audience {
    private final Sequencer sequencer;
    private final EventLoops eventLoops;
    private final boolean keysAlways;
    private final boolean allVirtualIps;
    private final Timer fanoutTime;
    private final Tracer tracer;
    private final LiveClients clients = new LiveClients();
    private final Deliveries deliveries;
    private final LiveKeyOffers keyOffers;
    private final Joins joins;

    /** The epoch of the history that all live clients follow; null before the first load. */
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
        this.deliveries = new Deliveries(sequencer, clients, new KeyDeliveryLog(clientKeys), metrics);
        this.keyOffers = new LiveKeyOffers(sequencer, clientKeys, clients, deliveries);
        this.joins = new Joins(
                clients,
                deliveries,
                keyOffers,
                metrics,
                config.session().heartbeatInterval().toMillis());
        this.fanoutTime = metrics.fanout();
        this.tracer = tracing.tracer();
    }

    /**
     * Makes an authenticated session live as soon as the topology has reached the revision of its admission.
     *
     * @return completes when the session is live or closed; exceptionally if it can't become live
     */
    public CompletableFuture<Void> join(
            Session session,
            SessionState.Authenticating state,
            Admission.Accepted accepted,
            Set<Capability> capabilities,
            @Nullable ResumePoint resume) {
        var join = new Joins.Join(session, state, accepted, capabilities, resume, new CompletableFuture<>());
        sequencer.submit(topology -> joins.add(join, topology)).whenComplete((nothing, failure) -> {
            if (failure != null) {
                join.decided().completeExceptionally(failure);
            }
        });
        return join.decided();
    }

    /** The session ended. */
    public void leave(Session session, SessionState.Live live) {
        sequencer.execute(topology -> {
            var client = clients.get(session, live);
            if (client != null) {
                clients.remove(client);
                deliveries.forget(client);
            }
        });
    }

    /** The client has a connection of that generation, possibly on another replica: its older ones are closed, also late ones. */
    public void takenOver(UUID id, long generation) {
        sequencer.execute(topology -> {
            joins.takenOver(id, generation);
            var client = clients.get(id);
            if (client != null && client.live().generation() < generation) {
                client.session().close(CloseCode.REPLACED);
            }
        });
    }

    /** A newcomer with the client's key was refused: closes the client's connection soon, unless there is a sign of life. */
    public void contested(UUID id) {
        sequencer.execute(topology -> {
            var client = clients.get(id);
            if (client != null) {
                client.session().activity().probed();
                client.session().keepAlive();
            }
        });
    }

    /** The client confirmed that key: later configurations don't contain it. */
    public void keyReceived(Session session, String publicKey) {
        sequencer.execute(topology -> {
            var client = clients.get(session);
            if (client != null && !keysAlways && publicKey.equals(client.keys().publicKey())) {
                client.keysConfirmed();
            }
        });
    }

    @Override
    public void changed(Topology topology, List<Notice> notices, long committedAt) {
        eventLoops.gather();
        try {
            send(topology, notices, new FanoutTime(fanoutTime, fanoutSpan(topology, committedAt), committedAt));
        } finally {
            eventLoops.release();
        }
    }

    private void send(Topology topology, List<Notice> notices, FanoutTime time) {
        for (var notice : notices) {
            switch (notice) {
                case Notice.ToClient(var id, var message) -> {
                    var client = clients.get(id);
                    if (client != null) {
                        send(client, change(message, topology, time), time);
                    }
                }
                case Notice.ToGateways(var message, var except) -> {
                    var shared = change(message, topology, time);
                    for (var gateway : clients.gateways()) {
                        if (!gateway.id().equals(except)) {
                            send(gateway, shared, time);
                        } else if (!gateway.receives(message)) {
                            // It has more than its last configuration says.
                            gateway.configUnknown();
                        }
                    }
                }
                case Notice.ToAgents(var message) -> {
                    var shared = change(message, topology, time);
                    clients.agents().forEach(agent -> send(agent, shared, time));
                }
                case Notice.GatewayToAgents gateway ->
                    clients.agents().forEach(agent -> send(agent, gateway, topology, time));
                case Notice.ProxiesChanged proxies -> {
                    var owner = clients.get(proxies.tunnel().agentId());
                    if (owner != null) {
                        sendProxies(owner, change(proxies.messageTo(ClientType.AGENT), topology, time), time);
                    }
                    var shared = change(proxies.messageTo(ClientType.GATEWAY), topology, time);
                    clients.gateways().forEach(gateway -> sendProxies(gateway, shared, time));
                }
                case Notice.SubnetsChanged() -> {
                    if (allVirtualIps) {
                        clients.agents().forEach(deliveries::requireConfig);
                    }
                }
                case Notice.KeysChanged(var id) -> keyOffers.offered(id, topology.revision());
                case Notice.Revoked(var id) -> {
                    keyOffers.forget(id);
                    joins.forget(id);
                    var client = clients.get(id);
                    if (client != null) {
                        client.session().close(CloseCode.REVOKED);
                    }
                }
            }
        }
        time.allSent();
        deliveries.sendPending(topology);
    }

    /** The span starts at the commit, so that it includes the way from the database to here. */
    private Span fanoutSpan(Topology topology, long committedAt) {
        return tracer.spanBuilder("fan-out")
                .setAttribute("kakuremichi.revision", topology.revision())
                .setStartTimestamp(Instant.now().minusNanos(System.nanoTime() - committedAt))
                .startSpan();
    }

    private static ChangeForms change(ControlMessage.OfState message, Topology topology, FanoutTime time) {
        return new ChangeForms(message, topology.revision(), time);
    }

    /** A client that is not sent proxies gets no message, and its configuration stays the same: only its progress is recorded. */
    private void sendProxies(LiveClient client, ChangeForms change, FanoutTime time) {
        if (client.receivesProxies()) {
            send(client, change, time);
        } else {
            deliveries.invalidateConfig(client);
        }
    }

    private void send(LiveClient client, ChangeForms change, FanoutTime time) {
        if (!client.receives(change.message())) {
            deliveries.requireConfig(client);
            return;
        }
        if (client.waitsForConfig()) {
            // That configuration will contain this change, and must be sent for it.
            client.configUnknown();
            return;
        }
        time.sending();
        if (!deliveries.send(client, change.of(client))) {
            time.finished();
        }
    }

    private void send(LiveClient client, Notice.GatewayToAgents gateway, Topology topology, FanoutTime time) {
        if (!client.receivesPeers()) {
            deliveries.requireConfig(client);
            return;
        }
        topology.agent(client.id()).ifPresent(agent -> {
            var message = gateway.messageTo(agent);
            send(client, change(message, topology, time), time);
        });
    }

    @Override
    public void reloaded(@Nullable Topology before, Topology topology) {
        if (epoch != null && !epoch.equals(topology.epoch())) {
            closeAll();
        }
        epoch = topology.epoch();
        joins.retainIf(id -> topology.keyHash(id).isPresent());
        for (var client : clients.all()) {
            var keyHash = topology.keyHash(client.id());
            if (keyHash.isEmpty() || !keyHash.get().equals(client.keyHash())) {
                client.session().close(CloseCode.REVOKED);
            } else {
                if (before == null || !client.isUnaffected(before, topology)) {
                    client.configUnknown();
                    deliveries.requireConfig(client);
                } else {
                    deliveries.invalidateConfig(client);
                }
            }
        }
        deliveries.sendPending(topology);
        caughtUp(topology);
    }

    /** The history was replaced: clients authenticate again, because the new history may not contain them. */
    private void closeAll() {
        keyOffers.forgetAll();
        joins.abandon();
        for (var client : clients.all()) {
            client.session().close(CloseCode.RESTART);
            clients.remove(client);
            deliveries.forget(client);
        }
    }

    @Override
    public void caughtUp(Topology topology) {
        joins.caughtUp(topology);
    }
}
