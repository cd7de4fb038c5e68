package io.kakuremichi.control.backup;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * The PostgreSQL that holds Control's database.
 *
 * @param password a secret
 */
record BackupDatabase(String url, Optional<String> username, Optional<String> password) {
    private static final int CONNECT_TIMEOUT_SECONDS = 5;

    /**
     * A connection outside of any pool, which is to be closed.
     *
     * @param applicationName how the server knows it
     * @param silence after so long without a word of the server it counts as lost; zero for never
     */
    Connection connect(String applicationName, Duration silence) throws SQLException {
        var properties = new Properties();
        username.ifPresent(value -> PGProperty.USER.set(properties, value));
        password.ifPresent(value -> PGProperty.PASSWORD.set(properties, value));
        PGProperty.APPLICATION_NAME.set(properties, applicationName);
        PGProperty.CONNECT_TIMEOUT.set(properties, CONNECT_TIMEOUT_SECONDS);
        PGProperty.SOCKET_TIMEOUT.set(properties, Math.toIntExact(silence.toSeconds()));
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        // The driver by name, not by DriverManager, whose look-up depends on class loaders.
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
