package io.kakuremichi.control.feed;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Listens for notifications of other replicas, on a platform thread and a connection of its own: after each notification
 * the driver waits a millisecond for another one, which must not delay this replica's changes. If the connection is lost,
 * the listener reports it through {@link #check} and stops.
 */
final class Listener implements AutoCloseable {
    /** The time without notifications after which the listener checks the connection. */
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private static final int CHECK_SECONDS = 5;

    private final Connection connection;
    private final Hints hints;
    private final OtherNotifications others;
    private final Thread thread =
            Thread.ofPlatform().name("change-listener").daemon().unstarted(this::run);
    private volatile boolean closed;
    private volatile @Nullable Throwable failure;

    /** Confined to the thread. The first notification says nothing about a gap. */
    private long newest = Long.MAX_VALUE;

    private Listener(Connection connection, Hints hints, OtherNotifications others) {
        this.connection = connection;
        this.hints = hints;
        this.others = others;
    }

    /**
     * Starts to listen; every later commit is received.
     *
     * @param connection closed with the listener, and if this method fails
     */
    static Listener start(Connection connection, Hints hints, OtherNotifications others) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("LISTEN " + ChangeLog.CHANNEL);
            others.listen(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        var listener = new Listener(connection, hints, others);
        listener.thread.start();
        return listener;
    }

    private void run() {
        try (connection) {
            var source = connection.unwrap(PGConnection.class);
            while (!closed) {
                var notifications = source.getNotifications(Math.toIntExact(SILENCE.toMillis()));
                for (var notification : notifications) {
                    heard(notification);
                }
                if (notifications.length == 0 && !connection.isValid(CHECK_SECONDS)) {
                    throw new SQLException("the connection that listens for changes was lost");
                }
            }
        } catch (Throwable e) {
            // Record any failure, so that a stopped listener is never mistaken for a silent one.
            if (!closed) {
                failure = e;
                hints.requestRead();
            }
        }
    }

    private void heard(PGNotification notification) {
        if (others.heard(notification)) {
            return;
        }
        var revision = revision(notification);
        if (revision > newest) {
            hints.committed(revision);
        } else {
            // Revisions only grow within one history.
            hints.requestRead();
        }
        newest = revision;
    }

    /** Any database user may send a notification that is not a revision. */
    private static long revision(PGNotification notification) {
        try {
            return Long.parseLong(notification.getParameter());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /**
     * Checks that the listener is still running. Any thread.
     *
     * @throws SQLException if the connection was lost
     */
    void check() throws SQLException {
        switch (failure) {
            case null -> {}
            case SQLException lost -> throw lost;
            case Throwable fault -> throw new IllegalStateException("the listener failed", fault);
        }
    }

    /** Ends it at once, together with its connection. */
    @Override
    public void close() {
        closed = true;
        Connections.abort(connection);
    }
}
