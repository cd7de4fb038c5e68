package io.kakuremichi.control.feed;

import io.kakuremichi.control.platform.ControlConfig;
import io.kakuremichi.control.topology.Sequencer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Moves this replica's topology forward, on a virtual thread and a connection of its own.
 *
 * <p>Promise: the sequencer gets a topology at a known revision, then every change after it in revision order, each once.
 * After any trouble it connects again and goes on after the last revision; when the log no longer reaches back that far, or
 * belongs to another history, it loads the topology anew.
 */
@ApplicationScoped
class ChangeFeed {
    private static final Logger LOG = Logger.getLogger(ChangeFeed.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(3);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    private final Sequencer sequencer;
    private final FeedConnection.Source source;
    private final Duration interval;
    private final Thread thread = Thread.ofVirtual().name("change-feed").unstarted(this::run);

    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile State state = State.STARTING;

    /** Confined to the feed's thread. */
    private Position position = Position.NOWHERE;

    ChangeFeed(Sequencer sequencer, FeedConnection.Source source, ControlConfig config) {
        this.sequencer = sequencer;
        this.source = source;
        this.interval = config.feed().interval();
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
            try (var connection = source.connect()) {
                // Listening starts before the log is read, so nothing committed between the two goes unnoticed.
                connection.listen(ChangeLog.CHANNEL);
                while (isRunning()) {
                    catchUp(connection);
                    recovered();
                    retry = FIRST_RETRY;
                    connection.awaitNotification(interval);
                }
            } catch (SQLException | RuntimeException e) {
                failed(e);
                if (!awaitRetry(retry)) {
                    return;
                }
                retry = longer(retry);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private boolean isRunning() {
        return stopping.getCount() > 0;
    }

    /** False when it is time to stop instead. */
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
        var head = connection.head();
        if (!head.epoch().equals(position.epoch()) || head.revision() < position.revision()) {
            load(connection);
            return;
        }
        while (position.revision() < head.revision()) {
            var changes = connection.changesAfter(position.revision());
            if (changes.isEmpty() || changes.getFirst().revision() != position.revision() + 1) {
                LOG.infof("The change log no longer holds revision=%d, reading everything", position.revision() + 1);
                load(connection);
                return;
            }
            sequencer.apply(changes);
            position = new Position(head.epoch(), changes.getLast().revision());
        }
    }

    private void load(FeedConnection connection) throws SQLException, InterruptedException {
        var topology = connection.snapshot();
        var loaded = new Position(topology.epoch(), topology.revision());
        sequencer.load(topology);
        position = loaded;
        LOG.infof("Topology loaded revision=%d epoch=%s", loaded.revision(), loaded.epoch());
    }

    private void recovered() {
        if (state == State.BEHIND) {
            LOG.infof("The change feed is back revision=%d", position.revision());
        }
        state = State.CURRENT;
    }

    /** Logged once an outage: as a warning when it is the database, with its trace when it is us. */
    private void failed(Exception e) {
        if (!isRunning()) {
            return;
        }
        if (!(e instanceof SQLException)) {
            LOG.error("The change feed failed and starts again", e);
            // Whatever could not be applied may be half applied.
            position = Position.NOWHERE;
        } else if (state != State.BEHIND) {
            LOG.warnf("The change feed lost the database and tries again: %s", e.getMessage());
        }
        state = State.BEHIND;
    }

    void stop(@Observes @Priority(8000) ShutdownEvent event) throws InterruptedException {
        stopping.countDown();
        // Closes the connection under a virtual thread that waits on it.
        thread.interrupt();
        thread.join(STOP_PATIENCE);
    }

    /** Where the topology is against the database. */
    enum State {
        /** Nothing was read yet. */
        STARTING,
        /** All that was committed a moment ago is in it. */
        CURRENT,
        /** The database can't be read; what is committed now will be seen later. */
        BEHIND
    }
}
