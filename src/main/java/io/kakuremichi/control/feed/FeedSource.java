package io.kakuremichi.control.feed;

import io.kakuremichi.control.database.DirectConnections;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Opens the feed's connections. */
@Singleton
class FeedSource {
    /** Only a hanging database reaches this limit; waiting for notifications has its own. */
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private final DirectConnections connections;

    FeedSource(DirectConnections connections) {
        this.connections = connections;
    }

    /** @param purpose part of the application name, which identifies the connection in the server's views */
    Connection connect(String purpose) throws SQLException {
        return connections.open("kakuremichi-control " + purpose, SILENCE);
    }
}
