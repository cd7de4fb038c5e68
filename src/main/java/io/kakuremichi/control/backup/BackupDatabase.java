package io.kakuremichi.control.backup;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * The PostgreSQL server that holds Control's database.
 *
 * @param password a secret
 */
record BackupDatabase(String url, Optional<String> username, Optional<String> password) {
    private static final int CONNECT_TIMEOUT_SECONDS = 5;

    /**
     * Opens a connection outside any pool, which the caller closes.
     *
     * @param applicationName the name in the server's views
     * @param silence the connection counts as lost after this time without a response; zero for never
     */
    Connection connect(String applicationName, Duration silence) throws SQLException {
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
        return connection;
    }

    @Override
    public String toString() {
        return "Server[" + url.replaceFirst("\\?.*", "") + "]";
    }
}
