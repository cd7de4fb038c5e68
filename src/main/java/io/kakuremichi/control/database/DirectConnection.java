package io.kakuremichi.control.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** Opens connections outside the pool, with the same settings. */
public final class DirectConnection {
    private static final int CONNECT_TIMEOUT_SECONDS = 5;

    private DirectConnection() {}

    /**
     * Opens a connection, which the caller closes.
     *
     * @param password a secret
     * @param applicationName the name in the server's views
     * @param silence the connection counts as lost after this time without a response; zero for never
     */
    public static Connection open(
            String url, Optional<String> username, Optional<String> password, String applicationName, Duration silence)
            throws SQLException {
        var properties = new Properties();
        username.ifPresent(value -> PGProperty.USER.set(properties, value));
        password.ifPresent(value -> PGProperty.PASSWORD.set(properties, value));
        PGProperty.APPLICATION_NAME.set(properties, applicationName);
        PGProperty.CONNECT_TIMEOUT.set(properties, CONNECT_TIMEOUT_SECONDS);
        PGProperty.SOCKET_TIMEOUT.set(properties, Math.toIntExact(silence.toSeconds()));
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        // Creates the driver directly, because DriverManager depends on class loaders.
        var connection = new Driver().connect(url, properties);
        if (connection == null) {
            throw new SQLException("quarkus.datasource.jdbc.url is not a PostgreSQL URL");
        }
        try {
            ConnectionSettings.apply(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }
}
