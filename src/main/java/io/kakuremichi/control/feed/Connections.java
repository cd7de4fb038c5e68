package io.kakuremichi.control.feed;

import java.sql.Connection;
import java.sql.SQLException;
import org.jboss.logging.Logger;

/** Ends connections from outside the thread that uses them. */
final class Connections {
    private static final Logger LOG = Logger.getLogger(Connections.class);

    private Connections() {}

    /** Closes the socket without notifying the server, so a thread that waits on it fails at once. Any thread. */
    static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debugf(e, "A connection could not be aborted");
        }
    }
}
