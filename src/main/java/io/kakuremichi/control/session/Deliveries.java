package io.kakuremichi.control.session;

import io.kakuremichi.control.topology.Sequencer;
import io.kakuremichi.control.topology.Topology;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Hands messages and configurations to sessions. A client that lags gets nothing more until it took what is on its way, and then
 * one fresh configuration. Confined to the sequencer's thread.
 */
final class Deliveries {
    private static final Logger LOG = Logger.getLogger(Deliveries.class);

    private final StaleConfigs stale;
    private final SessionMetrics metrics;

    Deliveries(Sequencer sequencer, SessionMetrics metrics) {
        this.metrics = metrics;
        this.stale = new StaleConfigs(sequencer, this::sendConfig);
    }

    /** Queues a message; false when the client will get a configuration instead. */
    boolean tell(LiveClient subscriber, OutboundItem outgoing) {
        if (subscriber.lagging) {
            return false;
        }
        if (subscriber.session.offer(outgoing)) {
            return true;
        }
        LOG.infof("A slow client is cut over to a fresh configuration sessionId=%s", subscriber.session.id());
        metrics.cutOver();
        subscriber.lagging = true;
        return false;
    }

    /** A configuration is owed; it goes out with {@link #sendOwed}, or later when the last one was a moment ago. */
    void owe(LiveClient subscriber) {
        stale.add(subscriber);
    }

    void sendOwed(Topology topology) {
        stale.sendDue(topology);
    }

    /** A lagging client gets none now: it will get one when it has taken what is on its way. */
    void sendConfig(LiveClient subscriber, Topology topology) {
        stale.settle(subscriber);
        if (subscriber.lagging) {
            return;
        }
        var config = config(subscriber, topology);
        if (config != null && !tell(subscriber, config)) {
            config.over();
        }
    }

    /** The first that it hears: that it is authenticated, and where it goes on from. */
    void open(
            LiveClient subscriber,
            OutboundItem.Message success,
            Optional<List<OutboundItem.Message>> missed,
            Topology topology) {
        var rest = missed.orElseGet(() -> {
            var config = config(subscriber, topology);
            return config == null ? List.of() : List.of(config);
        });
        subscriber.session.open(new OutboundItem.Opening(success, rest));
    }

    private OutboundItem.@Nullable Message config(LiveClient subscriber, Topology topology) {
        var began = System.nanoTime();
        var config = subscriber.config(topology);
        if (config == null) {
            return null;
        }
        metrics.assembly().record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
        subscriber.configGiven();
        return OutboundItem.Message.config(
                config, topology.revision(), subscriber.keys().publicKey(), subscriber::configOver);
    }

    /** It took what was on its way when it was cut over. */
    void resync(LiveClient subscriber, Topology topology) {
        subscriber.lagging = false;
        sendConfig(subscriber, topology);
    }

    /** It is gone. */
    void forget(LiveClient subscriber) {
        stale.settle(subscriber);
    }
}
