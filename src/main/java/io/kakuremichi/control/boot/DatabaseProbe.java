package io.kakuremichi.control.boot;

import io.smallrye.config.SmallRyeConfig;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Opens one connection to the configured external database before the framework does, and finds out whether Control can
 * work with it. Each reason against it is one sentence, without the password.
 */
final class DatabaseProbe {
    private static final String URL_VARIABLE = "QUARKUS_DATASOURCE_JDBC_URL";
    private static final String URL_PREFIX = "jdbc:postgresql:";

    private static final String HOST = "(?:[^:/?,@\\[\\]\\s]*|\\[[^]@\\s]+])(?::[0-9]{1,5})?";
    private static final Pattern URL =
            Pattern.compile(URL_PREFIX + "(?://" + HOST + "(?:," + HOST + ")*/)?[^/?\\s]*(?:\\?\\S*)?");

    /** The oldest major version that the PostgreSQL project still maintains. */
    private static final int OLDEST_VERSION = 14;

    private static final int CONNECT_TIMEOUT_SECONDS = 5;
    private static final int SOCKET_TIMEOUT_SECONDS = 10;

    private static final String FACTS = """
            SELECT current_setting('server_version_num')::int / 10000,
                   current_setting('server_encoding'),
                   current_schema(),
                   coalesce(has_schema_privilege(current_schema(), 'CREATE'), false),
                   to_regclass('flyway_schema_history') IS NOT NULL
            """;

    private final String url;
    private final Properties target;
    private final SmallRyeConfig config;

    private DatabaseProbe(String url, Properties target, SmallRyeConfig config) {
        this.url = url;
        this.target = target;
        this.config = config;
    }

    /**
     * The probe of the configured URL; connects to nothing yet.
     *
     * @throws IllegalStateException with one sentence, if the URL can't be one of PostgreSQL; does not quote it, because
     *     people write passwords into it
     */
    static DatabaseProbe of(SmallRyeConfig config) {
        var url = config.getValue(ControlServer.URL, String.class);
        if (!url.startsWith(URL_PREFIX)) {
            throw new IllegalStateException(URL_VARIABLE + " must be like " + URL_PREFIX
                    + "//host:5432/database, with user and password in QUARKUS_DATASOURCE_USERNAME and _PASSWORD");
        }
        // The driver would log parts of a URL that it does not understand.
        var target = URL.matcher(url).matches() ? Driver.parseURL(url, new Properties()) : null;
        if (target == null) {
            throw new IllegalStateException(
                    URL_VARIABLE + " is not a valid URL: it must be like " + URL_PREFIX + "//host:5432/database");
        }
        return new DatabaseProbe(url, target, config);
    }

    /** @throws IllegalStateException with one sentence */
    void check() {
        try (var connection = connect();
                var statement = connection.createStatement();
                var facts = statement.executeQuery(FACTS)) {
            facts.next();
            fault(facts.getInt(1), facts.getString(2), facts.getString(3), facts.getBoolean(4) || facts.getBoolean(5))
                    .ifPresent(fault -> {
                        throw new IllegalStateException(fault);
                    });
        } catch (SQLException e) {
            throw new IllegalStateException(reason(e), e);
        }
    }

    /** @param usable whether tables may be created, or exist already */
    Optional<String> fault(int version, String encoding, @Nullable String schema, boolean usable) {
        if (version < OLDEST_VERSION) {
            return Optional.of("the database %s is PostgreSQL %s, and Control needs %s or newer"
                    .formatted(name(), version, OLDEST_VERSION));
        }
        if (!encoding.equals("UTF8")) {
            return Optional.of(
                    "the database %s has the encoding %s, and Control needs UTF8: create it with ENCODING 'UTF8'"
                            .formatted(name(), encoding));
        }
        if (schema == null) {
            return Optional.of("the user %s has no schema in the database %s: its search_path names none that exists"
                    .formatted(user(), name()));
        }
        return usable
                ? Optional.empty()
                : Optional.of(
                        "the user %s may not create tables in the schema %s of the database %s: GRANT CREATE ON SCHEMA"
                                .formatted(user(), schema, name()));
    }

    private Connection connect() throws SQLException {
        var properties = new Properties();
        config.getOptionalValue(ControlServer.USERNAME, String.class)
                .ifPresent(value -> PGProperty.USER.set(properties, value));
        config.getOptionalValue(ControlServer.PASSWORD, String.class)
                .ifPresent(value -> PGProperty.PASSWORD.set(properties, value));
        PGProperty.APPLICATION_NAME.set(properties, "kakuremichi-control start");
        PGProperty.CONNECT_TIMEOUT.set(properties, CONNECT_TIMEOUT_SECONDS);
        PGProperty.SOCKET_TIMEOUT.set(properties, SOCKET_TIMEOUT_SECONDS);
        var connection = new Driver().connect(url, properties);
        if (connection == null) {
            throw new SQLException(URL_VARIABLE + " is not a PostgreSQL URL");
        }
        return connection;
    }

    private String reason(SQLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            var reason =
                    switch (cause) {
                        case UnknownHostException _ -> "its host is unknown";
                        case SocketTimeoutException _ -> "it does not answer";
                        case NoRouteToHostException _ -> "there is no route to its host";
                        case ConnectException _ -> "nothing listens there";
                        case SSLException tls -> "TLS to it fails: " + tls.getMessage();
                        default -> null;
                    };
            if (reason != null) {
                return "the database at %s can't be reached (%s): %s".formatted(address(), URL_VARIABLE, reason);
            }
        }
        return switch (String.valueOf(e.getSQLState())) {
            case "28P01", "28000" ->
                "the database at %s refuses the user %s: check QUARKUS_DATASOURCE_USERNAME and its password (%s)"
                        .formatted(address(), user(), oneLine(e));
            case "3D000" -> "there is no database %s at %s (%s)".formatted(name(), address(), URL_VARIABLE);
            case "08004" -> "the database at %s refuses the connection: %s".formatted(address(), oneLine(e));
            default -> "the database at %s can't be used: %s".formatted(address(), oneLine(e));
        };
    }

    private static String oneLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }

    private String address() {
        return target.getProperty("PGHOST", "localhost") + ":" + target.getProperty("PGPORT", "5432");
    }

    private String name() {
        return target.getProperty("PGDBNAME", user());
    }

    private String user() {
        return config.getOptionalValue(ControlServer.USERNAME, String.class)
                .orElse(String.valueOf(PGProperty.USER.getOrDefault(target)));
    }
}
