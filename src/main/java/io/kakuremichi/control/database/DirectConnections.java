package io.kakuremichi.control.database;

import io.kakuremichi.control.config.ControlConfig;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Opens connections outside the pool, and past a pooler if there is a URL that leads past it. */
@Singleton
public class DirectConnections {
    private final String url;
    private final Optional<String> username;
    private final Optional<String> password;

    DirectConnections(
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") Optional<String> username,
            @ConfigProperty(name = "quarkus.datasource.password") Optional<String> password,
            ControlConfig config) {
        this.url = config.database().directUrl().orElse(url);
        this.username = username;
        this.password = password;
    }

    /**
     * Opens a connection, which the caller closes.
     *
     * @param applicationName the name in the server's views
     * @param silence the connection counts as lost after this time without a response; zero for never
     */
    public Connection open(String applicationName, Duration silence) throws SQLException {
        return DirectConnection.open(url, username, password, applicationName, silence);
    }
}
