package io.kakuremichi.control.feed;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** Opens the feed's connections with the settings of the pool. */
@Singleton
class FeedSource {
    private static final int CONNECT_TIMEOUT_SECONDS = 5;

    /** Only a hanging database reaches this limit; waiting for notifications has its own. */
    private static final int SOCKET_TIMEOUT_SECONDS = 15;

    private final String url;
    private final Optional<String> username;
    private final Optional<String> password;

    FeedSource(
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") Optional<String> username,
            @ConfigProperty(name = "quarkus.datasource.password") Optional<String> password) {
        this.url = url;
        this.username = username;
        this.password = password;
    }

    /** @param purpose part of the application name, which identifies the connection in the server's views */
    Connection connect(String purpose) throws SQLException {
        var properties = new Properties();
        username.ifPresent(value -> PGProperty.USER.set(properties, value));
        password.ifPresent(value -> PGProperty.PASSWORD.set(properties, value));
        PGProperty.APPLICATION_NAME.set(properties, "kakuremichi-control " + purpose);
        PGProperty.CONNECT_TIMEOUT.set(properties, CONNECT_TIMEOUT_SECONDS);
        PGProperty.SOCKET_TIMEOUT.set(properties, SOCKET_TIMEOUT_SECONDS);
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        // Creates the driver directly, because DriverManager depends on class loaders.
        var connection = new Driver().connect(url, properties);
        if (connection == null) {
            throw new SQLException("quarkus.datasource.jdbc.url is not a PostgreSQL URL");
        }
        return connection;
    }
}
