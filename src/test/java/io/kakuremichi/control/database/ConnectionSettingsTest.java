package io.kakuremichi.control.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.harness.ControlTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Roles and databases whose defaults are not those that Control relies on. */
@ControlTest
class ConnectionSettingsTest {
    private static final String ROLE = "hostile";
    private static final String PASSWORD = "secret-of-a-test";

    @Inject
    AgroalDataSource pool;

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @BeforeEach
    void createRole() throws SQLException {
        asAdmin("CREATE ROLE " + ROLE + " LOGIN PASSWORD '" + PASSWORD + "'");
    }

    @AfterEach
    void dropRole() throws SQLException {
        asAdmin("DROP OWNED BY " + ROLE, "DROP ROLE " + ROLE);
    }

    @ParameterizedTest
    @CsvSource({
        "default_transaction_isolation, serializable, read committed",
        "default_transaction_isolation, repeatable read, read committed",
        "default_transaction_deferrable, on, off",
        "default_transaction_read_only, on, off",
        "synchronous_commit, off, on",
        "synchronous_commit, local, local",
        "statement_timeout, 7ms, 0",
        "lock_timeout, 1ms, 0",
        "transaction_timeout, 1s, 0",
        "idle_in_transaction_session_timeout, 1s, 0",
        "idle_session_timeout, 1s, 0",
        "timezone, Asia/Kathmandu, UTC",
        "client_encoding, SQL_ASCII, UTF8",
        "datestyle, 'German, DMY', 'ISO, MDY'",
        "intervalstyle, iso_8601, postgres",
        "bytea_output, escape, hex",
        "array_nulls, off, on",
        "standard_conforming_strings, off, on",
        "row_security, off, on",
        "exit_on_error, on, off",
        "search_path, 'nowhere, \"$user\", pg_catalog, public', pg_catalog",
    })
    void roleHasNoSay(String setting, String hostile, String wanted) throws SQLException {
        asAdmin("ALTER ROLE " + ROLE + " SET " + setting + " = " + quoted(setting, hostile));

        try (var connection = connect()) {
            assertThat(shown(connection, setting)).isEqualTo(wanted);
        }
    }

    /** Only the values of lists are separate words. */
    private static String quoted(String setting, String value) {
        return setting.equals("search_path") ? value : "'" + value + "'";
    }

    /** That may be a fence that keeps writers off while a server is replaced. */
    @Test
    void databaseThatIsSetToReadOnlyStaysSo() throws SQLException {
        asAdmin("ALTER DATABASE control SET default_transaction_read_only = on");
        try (var connection = connect()) {
            assertThat(shown(connection, "default_transaction_read_only")).isEqualTo("on");
        } finally {
            asAdmin(
                    "SET default_transaction_read_only = off",
                    "ALTER DATABASE control RESET default_transaction_read_only");
        }
    }

    @Test
    void roleThatSwitchesTriggersOffIsRefusedIfItMayNotSwitchThemOn() throws SQLException {
        asAdmin("ALTER ROLE " + ROLE + " SET session_replication_role = replica");

        assertThatThrownBy(this::connect).hasMessageContaining("session_replication_role");
    }

    @Test
    void searchPathWithoutASchemaIsRefusedWithASentence() throws SQLException {
        asAdmin("ALTER ROLE " + ROLE + " SET search_path = nowhere");

        assertThatThrownBy(this::connect)
                .isInstanceOf(UnusableDatabaseException.class)
                .hasMessageContaining("currentSchema");
    }

    /** The only other encoding that the embedded PostgreSQL brings. */
    @Test
    void databaseOfAnotherEncodingIsRefusedWithASentence() throws SQLException {
        asAdmin("CREATE DATABASE other TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C'");
        try {
            assertThatThrownBy(() -> open(url.replace("/control", "/other")))
                    .isInstanceOf(UnusableDatabaseException.class)
                    .hasMessageContaining("the encoding SQL_ASCII");
        } finally {
            asAdmin("DROP DATABASE other WITH (FORCE)");
        }
    }

    @Test
    void connectionsOfThePoolHaveTheSettings() throws SQLException {
        try (var connection = pool.getConnection()) {
            assertThat(shown(connection, "search_path")).isEqualTo("public");
            assertThat(shown(connection, "timezone")).isEqualTo("UTC");
            assertThat(shown(connection, "default_transaction_isolation")).isEqualTo("read committed");
        }
    }

    private Connection connect() throws SQLException {
        return open(url);
    }

    private static Connection open(String url) throws SQLException {
        return DirectConnection.open(
                url, Optional.of(ROLE), Optional.of(PASSWORD), "kakuremichi-control test", Duration.ofSeconds(15));
    }

    private static String shown(Connection connection, String setting) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SHOW " + setting)) {
            row.next();
            return row.getString(1);
        }
    }

    private void asAdmin(String... statements) throws SQLException {
        try (var connection = pool.getConnection();
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
