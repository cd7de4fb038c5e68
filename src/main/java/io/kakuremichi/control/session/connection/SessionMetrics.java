package io.kakuremichi.control.session.connection;

import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.protocol.CloseCode;
import io.kakuremichi.control.protocol.MessageErrorCode;
import io.kakuremichi.control.telemetry.Buckets;
import io.kakuremichi.control.telemetry.Limit;
import io.kakuremichi.control.telemetry.LimitsReached;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The meters of sessions. Any thread. Every meter is registered once, so that counting is one addition. Messages are counted by a
 * {@link LongAdder} that a meter reads: incrementing a meter would be a tenth of an event loop's work for a change.
 */
@Singleton
public class SessionMetrics {
    private static final double[] SIZE_BUCKETS = {1 << 10, 16 << 10, 256 << 10, 1 << 20, 4 << 20, 16 << 20};

    private final Map<ClientType, Counter> fresh;
    private final Map<ClientType, Counter> resumed;
    private final Map<CloseCode, Counter> closed;
    private final Counter closedByPeer;
    private final Map<MessageErrorCode, Counter> errors;
    private final LongAdder received = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final Counter cutOvers;
    private final Counter dropped;
    private final Timer fanout;
    private final Timer assembly;
    private final DistributionSummary configSize;
    private final LimitsReached limits;

    SessionMetrics(MeterRegistry metrics, LimitsReached limits) {
        this.limits = limits;
        fresh = each(ClientType.class, type -> started(type, "config").register(metrics));
        resumed = each(ClientType.class, type -> started(type, "resumed").register(metrics));
        closed = each(
                CloseCode.class, code -> closed(String.valueOf(code.number())).register(metrics));
        closedByPeer = closed("peer").register(metrics);
        errors = each(MessageErrorCode.class, code -> Counter.builder("kakuremichi.messages.errors")
                .description("Errors sent to clients")
                .tag("code", code.name())
                .register(metrics));
        FunctionCounter.builder("kakuremichi.messages.received", received, LongAdder::doubleValue)
                .description("Text messages of clients")
                .register(metrics);
        FunctionCounter.builder("kakuremichi.messages.sent", sent, LongAdder::doubleValue)
                .description("Messages that were written to sockets")
                .register(metrics);
        cutOvers = Counter.builder("kakuremichi.outbox.cutovers")
                .description("Slow clients whose waiting messages were replaced by one configuration")
                .register(metrics);
        dropped = Counter.builder("kakuremichi.outbox.dropped")
                .description("Queued messages replaced by a configuration")
                .register(metrics);
        fanout = Timer.builder("kakuremichi.fanout")
                .description("Time from a change's commit until it was written to all sockets of this replica")
                .serviceLevelObjectives(Buckets.ofDelivery())
                .register(metrics);
        assembly = Timer.builder("kakuremichi.config.assembly")
                .description("Time to assemble a client's configuration on the sequencer's thread")
                .serviceLevelObjectives(Buckets.millis(1, 5, 25, 100, 500))
                .register(metrics);
        configSize = DistributionSummary.builder("kakuremichi.config.size")
                .description("Size of written configurations; a character counts as one byte")
                .baseUnit("bytes")
                .serviceLevelObjectives(SIZE_BUCKETS)
                .register(metrics);
    }

    /** A session became live. */
    public void started(ClientType type, boolean isResumed) {
        Objects.requireNonNull((isResumed ? resumed : fresh).get(type)).increment();
    }

    /** A connection ended: by Control with that code, or with null by the client or the network. */
    public void closed(@Nullable CloseCode code) {
        var counter = code == null ? closedByPeer : Objects.requireNonNull(closed.get(code));
        counter.increment();
    }

    /** A text message arrived. */
    public void received() {
        received.increment();
    }

    /** A message of that many characters was written. */
    void sent(OutboundItem.Message message, int length) {
        sent.increment();
        if (message.isLong()) {
            configSize.record(length);
        }
        var error = message.error();
        if (error != null) {
            Objects.requireNonNull(errors.get(error)).increment();
        }
    }

    /** The queued messages of a slow client were replaced by a configuration. */
    public void cutOver() {
        cutOvers.increment();
    }

    /** That many messages were dropped for a configuration. */
    void dropped(int messages) {
        dropped.increment(messages);
    }

    /** A limit was reached. */
    void reached(Limit limit) {
        limits.count(limit);
    }

    /** Returns the timer of fan-out. */
    public Timer fanout() {
        return fanout;
    }

    /** Returns the timer of configuration assembly. */
    public Timer assembly() {
        return assembly;
    }

    private static Counter.Builder started(ClientType type, String start) {
        return Counter.builder("kakuremichi.sessions.started")
                .description("Authenticated connections, by start: with a configuration, or resumed")
                .tag("type", type.wireName())
                .tag("start", start);
    }

    private static Counter.Builder closed(String code) {
        return Counter.builder("kakuremichi.sessions.closed")
                .description("Connections that ended, by Control's close code, or by the peer")
                .tag("code", code);
    }

    private static <E extends Enum<E>> Map<E, Counter> each(Class<E> type, Function<E, Counter> counter) {
        var counters = new EnumMap<E, Counter>(type);
        for (var value : type.getEnumConstants()) {
            counters.put(value, counter.apply(value));
        }
        return counters;
    }
}
