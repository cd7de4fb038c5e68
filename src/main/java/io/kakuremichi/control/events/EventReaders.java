package io.kakuremichi.control.events;

import io.kakuremichi.control.access.Credential;
import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.config.EventSettings;
import io.kakuremichi.control.login.EndedCredentials;
import io.kakuremichi.control.state.StateHints;
import io.kakuremichi.control.telemetry.Limit;
import io.kakuremichi.control.telemetry.LimitsReached;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** All open streams of this replica, with one timer that keeps them alive and ends those whose caller may no longer read. */
@ApplicationScoped
class EventReaders {
    private static final Logger LOG = Logger.getLogger(EventReaders.class);
    private static final Duration TICK = Duration.ofSeconds(1);

    /** How long a stream continues while the database is away, so that a restart of the database does not end it. */
    private static final Duration WITHOUT_DATABASE = Duration.ofSeconds(10);

    /** Others keep sending hints for a minute. */
    private static final Duration ANNOUNCED = Duration.ofSeconds(20);

    private final EventChain chain;
    private final EventLanes lanes;
    private final EventReplay replay;
    private final EventFeed feed;
    private final EndedCredentials endedCredentials;
    private final StateHints hints;
    private final LimitsReached limits;
    private final EventMetrics metrics;
    private final EventSettings settings;

    private final Set<EventReader> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicBoolean upkeep = new AtomicBoolean();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("event-readers").daemon().factory());

    /** Waits for the database instead of the timer. A virtual thread could lose a wake-up (oracle/graal#13787), and revocations with it. */
    private final ExecutorService upkeepWorker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("event-readers-upkeep").daemon().factory());

    private volatile boolean accepting = true;
    private volatile long announcedAt = System.nanoTime() - ANNOUNCED.toNanos();

    /** Confined to the timer. */
    private long keptAliveAt = System.nanoTime();

    EventReaders(
            EventChain chain,
            EventLanes lanes,
            EventReplay replay,
            EventFeed feed,
            EndedCredentials endedCredentials,
            StateHints hints,
            LimitsReached limits,
            EventMetrics metrics,
            ControlConfig config) {
        this.chain = chain;
        this.lanes = lanes;
        this.replay = replay;
        this.feed = feed;
        this.endedCredentials = endedCredentials;
        this.hints = hints;
        this.limits = limits;
        this.metrics = metrics;
        this.settings = config.events();
    }

    void start(@Observes StartupEvent event) {
        metrics.readers(count::get);
        timer.scheduleWithFixedDelay(this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Opens a stream. On the event loop of the request.
     *
     * @param lastId null to begin at the current revision
     * @throws io.kakuremichi.control.rest.ApiException if this replica takes no more readers
     */
    EventReader open(HttpServerRequest request, Credential credential, Set<EventType> types, @Nullable String lastId) {
        if (!accepting) {
            throw StreamRefusals.stopping();
        }
        if (chain.position() == null || feed.disconnectedNanos() > WITHOUT_DATABASE.toNanos()) {
            throw StreamRefusals.unavailable();
        }
        if (count.incrementAndGet() > settings.maxReaders()) {
            count.decrementAndGet();
            limits.count(Limit.EVENT_READERS);
            throw StreamRefusals.tooMany(settings.maxReaders());
        }
        chain.enter();
        var reader =
                new EventReader(request, credential, types, settings.maxLag().asLongValue(), this::ended);
        open.add(reader);
        lanes.add(reader);
        Thread.ofVirtual().name("event-replay").start(() -> begin(reader, lastId));
        return reader;
    }

    private void begin(EventReader reader, @Nullable String lastId) {
        try {
            // Before the first event: what the reader loads after it is followed by hints of every replica.
            announce();
            replay.open(reader, lastId);
        } catch (SQLException e) {
            LOG.debugf("A stream of events cannot begin: %s", e.getMessage());
            reader.execute(each -> each.end(StreamEnd.UNAVAILABLE));
        } catch (Throwable e) {
            // Nothing else would answer the request.
            LOG.error("A stream of events could not begin", e);
            reader.execute(each -> each.end(StreamEnd.UNAVAILABLE));
        }
        if (!accepting) {
            reader.execute(each -> each.end(StreamEnd.STOPPING));
        }
    }

    private void announce() throws SQLException {
        var now = System.nanoTime();
        if (now - announcedAt >= ANNOUNCED.toNanos()) {
            hints.announceWanted();
            announcedAt = now;
        }
    }

    private void ended(EventReader reader, StreamEnd reason) {
        open.remove(reader);
        lanes.remove(reader);
        chain.leave();
        count.decrementAndGet();
        metrics.ended(reason);
    }

    private void tick() {
        try {
            if (open.isEmpty()) {
                return;
            }
            if (feed.disconnectedNanos() > WITHOUT_DATABASE.toNanos()) {
                lanes.each(reader -> reader.end(StreamEnd.UNAVAILABLE));
                return;
            }
            var length = chain.length();
            lanes.each(reader -> reader.check(length, settings.sendTimeout()));
            keepAlive();
            if (upkeep.compareAndSet(false, true)) {
                upkeepWorker.execute(this::upkeep);
            }
        } catch (RuntimeException e) {
            LOG.error("Streams of events could not be checked", e);
        }
    }

    private void keepAlive() {
        var position = chain.position();
        if (position == null
                || System.nanoTime() - keptAliveAt < settings.keepAlive().toNanos()) {
            return;
        }
        keptAliveAt = System.nanoTime();
        var comment = EventFrames.keepAlive();
        var commentWithId = EventFrames.keepAlive(position.id());
        lanes.each(reader -> reader.keepAlive(comment, commentWithId, position.link()));
    }

    private void upkeep() {
        try {
            announce();
            var ended = endedCredentials.among(
                    open.stream().map(EventReader::credential).collect(Collectors.toSet()));
            open.stream()
                    .filter(reader -> ended.contains(reader.credential()))
                    .forEach(reader -> reader.execute(each -> each.end(StreamEnd.REVOKED)));
        } catch (SQLException | RuntimeException e) {
            LOG.debugf("The tokens of readers are checked later: %s", e.getMessage());
        } finally {
            upkeep.set(false);
        }
    }

    /** First of all at a stop, so that readers find another replica while this one still serves its clients. */
    void drain(@Observes @Priority(500) ShutdownDelayInitiatedEvent event) {
        accepting = false;
        LOG.debugf("Ending streams of events readers=%s", open.size());
        lanes.each(reader -> reader.end(StreamEnd.STOPPING));
    }

    void stop(@Observes ShutdownEvent event) {
        timer.shutdownNow();
        upkeepWorker.shutdownNow();
    }
}
