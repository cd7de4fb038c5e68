package io.kakuremichi.control.events;

import io.kakuremichi.control.change.Change;
import io.kakuremichi.control.state.StateHint;
import io.kakuremichi.control.state.StateHints;
import io.kakuremichi.control.state.StateReceiver;
import io.kakuremichi.control.topology.CommittedChange;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Turns hints about state into events: collects the objects that were written, reads them together at most once a second, and appends
 * their state to the chain. Does nothing while there are no readers. So an object has at most one event a second, with its newest state.
 */
@ApplicationScoped
class EventStates implements StateReceiver {
    private static final Logger LOG = Logger.getLogger(EventStates.class);
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final EventChain chain;
    private final EventLanes lanes;
    private final StateTables tables;
    private final StateHints hints;
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("event-states").daemon().factory());

    /** Guarded by this. */
    private WrittenState written = new WrittenState();

    private boolean scheduled;
    private long lastRead = System.nanoTime() - INTERVAL_NANOS;

    EventStates(EventChain chain, EventLanes lanes, StateTables tables, StateHints hints) {
        this.chain = chain;
        this.lanes = lanes;
        this.tables = tables;
        this.hints = hints;
    }

    @Override
    public void changed(StateHint hint) {
        if (hint instanceof StateHint.Wanted) {
            hints.wanted();
        } else if (chain.hasReaders()) {
            add(WrittenState.of(hint));
        }
    }

    @Override
    public void reconnected() {
        hints.wanted();
        if (chain.hasReaders()) {
            add(WrittenState.all());
        }
    }

    /** The changes concern clients, which now lag until they have applied them. */
    void wantedChanged(List<CommittedChange> changes) {
        var wanted = new WrittenState();
        for (var each : changes) {
            switch (each.change()) {
                case Change.AgentCreated created -> wanted.allGateways = true;
                case Change.AgentUpdated(var agent, var detailsOnly) -> wanted.ofAgent(agent.id(), detailsOnly);
                case Change.AgentDeleted deleted -> wanted.allGateways = true;
                case Change.GatewayCreated created -> wanted.allAgents = true;
                case Change.GatewayUpdated(var gateway, var detailsOnly)
                when !detailsOnly -> {
                    wanted.clients.add(gateway.id());
                    wanted.allAgents = true;
                }
                case Change.GatewayUpdated updated -> {}
                case Change.GatewayDeleted deleted -> wanted.allAgents = true;
                case Change.TunnelCreated(var tunnel) -> wanted.ofAgent(tunnel.agentId(), false);
                case Change.TunnelUpdated(var tunnel, var previousAgent, var detailsOnly) -> {
                    wanted.ofAgent(tunnel.agentId(), detailsOnly);
                    wanted.ofAgent(previousAgent, detailsOnly);
                }
                case Change.TunnelDeleted(var id, var agent) -> wanted.ofAgent(agent, false);
                case Change.KeyOffered(var client) -> wanted.clients.add(client);
                case Change.CertificateStored stored -> wanted.allGateways = true;
                case Change.CertificateDeleted deleted -> wanted.allGateways = true;
            }
        }
        add(wanted);
    }

    private synchronized void add(WrittenState more) {
        written.add(more);
        if (scheduled || written.isEmpty()) {
            return;
        }
        try {
            worker.schedule(
                    this::read, Math.max(0, lastRead + INTERVAL_NANOS - System.nanoTime()), TimeUnit.NANOSECONDS);
            scheduled = true;
        } catch (RejectedExecutionException e) {
            LOG.debug("This replica stops; its streams end");
        }
    }

    private synchronized WrittenState take() {
        var taken = written;
        written = new WrittenState();
        scheduled = false;
        lastRead = System.nanoTime();
        return taken;
    }

    private void read() {
        var taken = take();
        if (!chain.hasReaders()) {
            return;
        }
        try {
            tables.read(taken, chain::state);
            lanes.wake();
        } catch (SQLException e) {
            LOG.debugf("State is read again later: %s", e.getMessage());
            add(taken);
        } catch (CompletionException e) {
            LOG.warnf("State is read again later, the topology does not answer: %s", e.getMessage());
            add(taken);
        } catch (RuntimeException e) {
            LOG.error("State could not be made events", e);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        worker.shutdownNow();
    }
}
