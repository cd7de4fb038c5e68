package io.kakuremichi.control.session.outbound;

import io.kakuremichi.control.topology.Sequencer;
import io.kakuremichi.control.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * The clients whose configuration is outdated by a change that no message carries. Changes in quick succession share one
 * configuration: a client gets the first after its dialect's delay, and later ones no more often than the dialect's interval. One timer
 * for all clients. Confined to the sequencer's thread.
 */
final class PendingConfigs {
    private final Sequencer sequencer;
    private final BiConsumer<LiveClient, Topology> sending;
    private final Map<UUID, LiveClient> pending = new LinkedHashMap<>();
    private boolean timerSet;

    /** When the timer fires, {@link System#nanoTime}. A timer that was replaced by an earlier one does nothing. */
    private long timerAt;

    /**
     * @param sending sends a configuration, unless the client has it
     */
    PendingConfigs(Sequencer sequencer, BiConsumer<LiveClient, Topology> sending) {
        this.sequencer = sequencer;
        this.sending = sending;
    }

    /** @param dueAt when the configuration may be sent; {@link System#nanoTime} */
    void add(LiveClient client, long dueAt) {
        if (pending.put(client.id(), client) == client) {
            client.dueNoLaterThan(dueAt);
        } else {
            client.due(dueAt);
        }
    }

    void remove(LiveClient client) {
        pending.remove(client.id(), client);
    }

    /** Sends what is due and sets a timer for the rest. */
    void sendDue(Topology topology) {
        if (pending.isEmpty()) {
            return;
        }
        var now = System.nanoTime();
        var due = new ArrayList<LiveClient>();
        for (var clients = pending.values().iterator(); clients.hasNext(); ) {
            var client = clients.next();
            if (client.configWait(now) <= 0) {
                clients.remove();
                due.add(client);
            }
        }
        due.forEach(client -> sending.accept(client, topology));
        // Afterwards, because sending may add a client again.
        pending.values().stream()
                .mapToLong(client -> client.configWait(now))
                .min()
                .ifPresent(wait -> schedule(now + wait, wait));
    }

    private void schedule(long at, long delay) {
        if (timerSet && timerAt - at <= 0) {
            return;
        }
        timerSet = true;
        timerAt = at;
        sequencer.schedule(Duration.ofNanos(delay), topology -> {
            if (timerSet && timerAt == at) {
                timerSet = false;
                sendDue(topology);
            }
        });
    }
}
