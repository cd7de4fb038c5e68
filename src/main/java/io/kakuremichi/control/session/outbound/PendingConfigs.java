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
 * configuration: a client gets the first at once and later ones no more often than its dialect's interval. Confined to the sequencer's
 * thread.
 */
final class PendingConfigs {
    private final Sequencer sequencer;
    private final BiConsumer<LiveClient, Topology> sending;
    private final Map<UUID, LiveClient> pending = new LinkedHashMap<>();
    private boolean timerSet;

    /**
     * @param sending sends a configuration
     */
    PendingConfigs(Sequencer sequencer, BiConsumer<LiveClient, Topology> sending) {
        this.sequencer = sequencer;
        this.sending = sending;
    }

    void add(LiveClient client) {
        pending.put(client.id(), client);
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
        var nextDue = Long.MAX_VALUE;
        var due = new ArrayList<LiveClient>();
        for (var clients = pending.values().iterator(); clients.hasNext(); ) {
            var client = clients.next();
            var wait = client.configWait(now);
            if (wait <= 0) {
                clients.remove();
                due.add(client);
            } else {
                nextDue = Math.min(nextDue, wait);
            }
        }
        due.forEach(client -> sending.accept(client, topology));
        if (nextDue != Long.MAX_VALUE && !timerSet) {
            timerSet = true;
            sequencer.schedule(Duration.ofNanos(nextDue), current -> {
                timerSet = false;
                sendDue(current);
            });
        }
    }
}
