package io.kakuremichi.control.feed;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.database.DatabaseFailures;
import io.kakuremichi.control.database.Watchdog;
import io.kakuremichi.control.presence.Presence;
import io.kakuremichi.control.telemetry.Tracing;
import io.kakuremichi.control.topology.CommittedChange;
import io.kakuremichi.control.topology.Sequencer;
import io.opentelemetry.api.trace.Tracer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Moves this replica's topology forward, on a platform thread and a connection of its own.
 *
 * <p>Guarantees: the sequencer gets a topology at a known revision, then every later change in revision order, exactly
 * once. After a failure the feed reconnects and continues after the last revision. It loads the topology again if the
 * log no longer reaches back that far or belongs to another history. Each history has its own epoch. The feed does not
 * follow a server that accepts no writes, because it may be a standby that lags.
 *
 * <p>A {@link Listener} with its own connection runs alongside; if either connection is lost, both are opened again.
 */
@ApplicationScoped
class ChangeFeed {
    private static final Logger LOG = Logger.getLogger(ChangeFeed.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(3);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    private final Sequencer sequencer;
    private final Hints hints;
    private final FeedSource source;
    private final CertificateRows certificates;
    private final OtherNotifications others;
    private final FeedFollower follower;
    private final Presence presence;
    private final AgroalDataSource pool;
    private final FeedMetrics metrics;
    private final Tracer tracer;
    private final Duration interval;
    private final Thread thread =
            Thread.ofPlatform().name("change-feed").daemon().unstarted(this::run);
    private final Watchdog.Activity activity;

    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile State state = State.STARTING;

    /** The one in use; aborted at the stop, and by the watchdog. */
    private volatile @Nullable FeedConnection current;

    /** Confined to the feed's thread. */
    private Position position = Position.NOWHERE;

    /** Whether the topology may contain a part of the changes after the position; confined to the feed's thread. */
    private boolean half;

    ChangeFeed(
            Sequencer sequencer,
            Hints hints,
            FeedSource source,
            CertificateRows certificates,
            OtherNotifications others,
            FeedFollower follower,
            Presence presence,
            AgroalDataSource pool,
            FeedMetrics metrics,
            Tracing tracing,
            Watchdog watchdog,
            ControlConfig config) {
        this.metrics = metrics;
        this.tracer = tracing.tracer();
        this.sequencer = sequencer;
        this.others = others;
        this.follower = follower;
        this.presence = presence;
        this.pool = pool;
        this.hints = hints;
        this.source = source;
        this.certificates = certificates;
        this.interval = config.feed().interval();
        this.activity = watchdog.watch("change feed", () -> thread, this::abort);
    }

    void start(@Observes @Priority(150) StartupEvent event) {
        thread.start();
    }

    /** Any thread. */
    State state() {
        return state;
    }

    private void run() {
        var retry = FIRST_RETRY;
        while (isRunning()) {
            activity.busy();
            // Listening starts before the log is read, so no commit in between is missed.
            try (var listener = Listener.start(source.connect("listener"), hints, others);
                    var connection = new FeedConnection(source.connect("feed"), certificates)) {
                current = connection;
                catchUp(connection);
                connected();
                while (isRunning()) {
                    retry = FIRST_RETRY;
                    activity.idle();
                    hints.await(position.revision(), interval);
                    activity.busy();
                    listener.check();
                    catchUp(connection);
                }
            } catch (InterruptedException e) {
                return;
            } catch (Throwable e) {
                // Also an error: without this thread no change would reach a client any more.
                failed(e);
                activity.idle();
                if (!awaitRetry(retry)) {
                    return;
                }
                retry = longer(retry);
            }
        }
    }

    private boolean isRunning() {
        return stopping.getCount() > 0;
    }

    /** Returns false if the feed should stop. */
    private boolean awaitRetry(Duration delay) {
        try {
            return !stopping.await(delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    private static Duration longer(Duration retry) {
        var doubled = retry.multipliedBy(2);
        return doubled.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : doubled;
    }

    private void catchUp(FeedConnection connection) throws SQLException, InterruptedException {
        var following = connection.after(position.revision());
        metrics.head(following.head().revision());
        metrics.read();
        if (half) {
            load(connection);
            return;
        }
        if (!position.leadsTo(following.head())) {
            leaveHistory(connection, following.head());
            return;
        }
        while (position.revision() < following.head().revision()) {
            var changes = following.changes();
            if (changes.isEmpty() || changes.getFirst().revision() != position.revision() + 1) {
                LOG.infof(
                        "The change log does not hold revision=%s in a form that can be read, loading the topology again",
                        position.revision() + 1);
                load(connection);
                return;
            }
            apply(changes);
            position = new Position(position.epoch(), changes.getLast().revision(), following.lastAt());
            if (position.revision() < following.head().revision()) {
                following = connection.after(position.revision());
            }
        }
    }

    private void apply(List<CommittedChange> changes) throws InterruptedException {
        var span = tracer.spanBuilder("apply changes")
                .setAttribute("kakuremichi.revision", changes.getLast().revision())
                .setAttribute("kakuremichi.changes", changes.size())
                .startSpan();
        try (var scope = span.makeCurrent()) {
            sequencer.apply(changes);
        } finally {
            span.end();
        }
        metrics.applied(changes);
        follower.applied(changes);
    }

    /**
     * Handles a database with another history: it was restored or replaced, or is a standby that never got the last
     * changes.
     */
    private void leaveHistory(FeedConnection connection, Position.Head head) throws SQLException, InterruptedException {
        if (!position.equals(Position.NOWHERE)) {
            LOG.warnf(
                    "The database has another history now, all clients must reconnect revision=%s, before %s",
                    head.revision(), position.revision());
            presence.startAnew();
        }
        if (position.epoch().equals(head.epoch())) {
            // With the same epoch, clients would mistake a revision of the lost history for one of the new history.
            connection.renewEpoch(head.epoch());
        }
        load(connection);
    }

    /** The audience recognises another history by the topology's epoch. */
    private void load(FeedConnection connection) throws SQLException, InterruptedException {
        var snapshot = connection.snapshot();
        sequencer.load(snapshot.topology());
        position = snapshot.position();
        half = false;
        follower.loaded(position.epoch(), position.revision());
        metrics.loaded();
        metrics.read();
        LOG.infof("Topology loaded revision=%s epoch=%s", position.revision(), position.epoch());
    }

    private void connected() {
        if (state == State.BEHIND || state == State.READ_ONLY) {
            LOG.infof("The change feed is connected again revision=%s", position.revision());
            // Another server may now answer at the address while the pool is still connected to the old one.
            pool.flush(AgroalDataSource.FlushMode.GRACEFUL);
            // Takeovers may have been notified while the listener was not connected.
            presence.check();
        }
        state = State.CURRENT;
        metrics.connected(true);
        follower.connected(true);
    }

    /** Logs once until the feed works again: a database failure as a warning, an internal error with its stack trace. */
    private void failed(Throwable e) {
        if (!isRunning()) {
            return;
        }
        metrics.connected(false);
        follower.connected(false);
        if (!(e instanceof SQLException failure)) {
            metrics.failed(FeedMetrics.FeedFailure.INTERNAL);
            if (!half) {
                LOG.error("The change feed failed and restarts", e);
            }
            // The failed batch may be partially applied.
            half = true;
            state = State.BEHIND;
            return;
        }
        var readOnly = DatabaseFailures.isReadOnly(failure);
        var next = readOnly ? State.READ_ONLY : State.BEHIND;
        metrics.failed(readOnly ? FeedMetrics.FeedFailure.READ_ONLY : FeedMetrics.FeedFailure.DATABASE);
        if (state != next) {
            LOG.warnf("The change feed lost the database and reconnects: %s", e.getMessage());
        }
        state = next;
    }

    void stop(@Observes @Priority(8000) ShutdownEvent event) throws InterruptedException {
        stopping.countDown();
        thread.interrupt();
        // An interrupt does not end a platform thread's wait for the database.
        abort();
        thread.join(STOP_PATIENCE);
    }

    /** Ends whatever the thread waits for on its connection; it then connects again. Any thread. */
    private void abort() {
        var connection = current;
        if (connection != null) {
            connection.abort();
        }
    }

    /** The state of the topology relative to the database. */
    enum State {
        /** Nothing has been read yet. */
        STARTING,
        /** The topology contains every change up to a moment ago. */
        CURRENT,
        /** The database cannot be read; commits will be seen later. */
        BEHIND,
        /** The database accepts no writes, so it may be a standby that lags; the feed looks for a writable server. */
        READ_ONLY
    }
}
