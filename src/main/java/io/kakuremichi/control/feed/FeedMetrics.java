package io.kakuremichi.control.feed;

import io.kakuremichi.control.telemetry.Buckets;
import io.kakuremichi.control.topology.CommittedChange;
import io.kakuremichi.control.topology.Sequencer;
import io.kakuremichi.control.topology.TopologySize;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** Metrics of the feed's position and the topology's size. Written on the feed's thread. */
@Singleton
class FeedMetrics {
    private final Sequencer sequencer;
    private final Timer delay;
    private final Counter loads;
    private final Map<FeedFailure, Counter> failures = new EnumMap<>(FeedFailure.class);
    private volatile long head = -1;
    private volatile long readAtMillis;
    private volatile boolean connected;

    FeedMetrics(Sequencer sequencer, MeterRegistry metrics) {
        this.sequencer = sequencer;
        this.delay = Timer.builder("kakuremichi.feed.delay")
                .description("Time from a change's commit until it is part of this replica's topology")
                .serviceLevelObjectives(Buckets.ofDelivery())
                .register(metrics);
        this.loads = Counter.builder("kakuremichi.feed.loads")
                .description("Full loads of the topology, at the start and when the log does not reach back far enough")
                .register(metrics);
        for (var failure : FeedFailure.values()) {
            failures.put(
                    failure,
                    Counter.builder("kakuremichi.feed.failures")
                            .description("Failures after which the feed restarted")
                            .tag("reason", failure.name().toLowerCase(Locale.ROOT))
                            .register(metrics));
        }
        gauge(
                        "kakuremichi.feed.revision",
                        "The last change in this replica's topology",
                        feed -> feed.sequencer.revision())
                .register(metrics);
        gauge("kakuremichi.feed.head.revision", "The newest change when the database was read last", feed -> feed.head)
                .register(metrics);
        gauge(
                        "kakuremichi.feed.last.read.timestamp",
                        "Time at which the change log was last read to its end",
                        feed -> seconds(feed.readAtMillis))
                .baseUnit("seconds")
                .register(metrics);
        gauge(
                        "kakuremichi.feed.connected",
                        "1 while the feed listens to a database that accepts writes",
                        feed -> feed.connected ? 1 : 0)
                .register(metrics);
        sizes(metrics);
    }

    private void sizes(MeterRegistry metrics) {
        size("kakuremichi.clients", "Clients, connected or not", TopologySize::agents)
                .tag("type", "agent")
                .register(metrics);
        size("kakuremichi.clients", "Clients, connected or not", TopologySize::gateways)
                .tag("type", "gateway")
                .register(metrics);
        size("kakuremichi.tunnels", "Tunnels, enabled or not", TopologySize::tunnels)
                .register(metrics);
        size("kakuremichi.certificates", "Certificates", TopologySize::certificates)
                .register(metrics);
        size(
                        "kakuremichi.certificates.first.expiry.timestamp",
                        "First expiry of a certificate; NaN without certificates",
                        FeedMetrics::firstExpiry)
                .baseUnit("seconds")
                .register(metrics);
    }

    /** Records the newest revision of the log. */
    void head(long revision) {
        head = revision;
    }

    /** Records that the log was read to its end. */
    void read() {
        readAtMillis = System.currentTimeMillis();
    }

    /** Records whether the feed is connected. */
    void connected(boolean isConnected) {
        connected = isConnected;
    }

    /** Records the changes that were applied to the topology. */
    void applied(List<CommittedChange> changes) {
        var now = System.nanoTime();
        changes.forEach(change -> delay.record(now - change.committedAt(), TimeUnit.NANOSECONDS));
    }

    /** Records a full load. */
    void loaded() {
        loads.increment();
    }

    void failed(FeedFailure failure) {
        Objects.requireNonNull(failures.get(failure)).increment();
    }

    private Gauge.Builder<FeedMetrics> gauge(String name, String description, ToDoubleFunction<FeedMetrics> value) {
        return Gauge.builder(name, this, value).description(description);
    }

    private Gauge.Builder<Sequencer> size(String name, String description, ToDoubleFunction<TopologySize> value) {
        return Gauge.builder(name, sequencer, each -> value.applyAsDouble(each.size()))
                .description(description)
                .strongReference(true);
    }

    private static double firstExpiry(TopologySize size) {
        var first = size.firstExpiry();
        return first == null ? Double.NaN : seconds(first.toEpochMilli());
    }

    private static double seconds(long millis) {
        return millis / (double) TimeUnit.SECONDS.toMillis(1);
    }

    /** The reason of a failure. */
    enum FeedFailure {
        /** The database cannot be read. */
        DATABASE,
        /** The database accepts no writes. */
        READ_ONLY,
        /** An internal error. */
        INTERNAL
    }
}
