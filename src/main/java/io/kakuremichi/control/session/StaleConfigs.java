package io.kakuremichi.control.session;

import io.kakuremichi.control.topology.Sequencer;
import io.kakuremichi.control.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * Who is owed a configuration because something changed that no message carries. Changes that come close together share
 * one, and a client gets at most one in its dialect's interval, the first at once. Confined to the sequencer's thread.
 */
final class StaleConfigs {
    private final Sequencer sequencer;
    private final BiConsumer<LiveClient, Topology> sending;
    private final Map<UUID, LiveClient> owed = new LinkedHashMap<>();
    private boolean timerSet;

    /**
     * @param sending sends a configuration
     */
    StaleConfigs(Sequencer sequencer, BiConsumer<LiveClient, Topology> sending) {
        this.sequencer = sequencer;
        this.sending = sending;
    }

    void add(LiveClient subscriber) {
        owed.put(subscriber.client(), subscriber);
    }

    /** Its configuration is on its way, or it is gone. */
    void settle(LiveClient subscriber) {
        owed.remove(subscriber.client(), subscriber);
    }

    /** Sends what is due, and sets a timer for the rest. */
    void sendDue(Topology topology) {
        if (owed.isEmpty()) {
            return;
        }
        var now = System.nanoTime();
        var nextDue = Long.MAX_VALUE;
        var due = new ArrayList<LiveClient>();
        for (var entries = owed.values().iterator(); entries.hasNext(); ) {
            var subscriber = entries.next();
            var wait = subscriber.configWait(now);
            if (wait <= 0) {
                entries.remove();
                due.add(subscriber);
            } else {
                nextDue = Math.min(nextDue, wait);
            }
        }
        due.forEach(subscriber -> sending.accept(subscriber, topology));
        if (nextDue != Long.MAX_VALUE && !timerSet) {
            timerSet = true;
            sequencer.schedule(Duration.ofNanos(nextDue), current -> {
                timerSet = false;
                sendDue(current);
            });
        }
    }
}
