package io.kakuremichi.control.login;

import static io.kakuremichi.control.rest.RestAssertions.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.harness.ControlApi;
import jakarta.inject.Inject;
import java.sql.SQLException;

/** What tests of sessions share: browsers with a session, and the stored form of sessions. */
abstract class BrowserSessions {
    final ControlApi control = ControlApi.ofTest();

    @Inject
    AgroalDataSource dataSource;

    Browser browser(String role) {
        return Browser.login(control, control.createToken(role).text("token"));
    }

    static void assertEnded(Browser browser) {
        assertError(browser.get("/api/session"), 401, "UNAUTHORIZED");
    }

    static String id(Browser browser) {
        return browser.cookie().substring(browser.cookie().indexOf('=') + 1);
    }

    static String hash(Browser browser) {
        return new Secret(id(browser)).hash().hex();
    }

    String stored(String hash) throws SQLException {
        try (var connection = dataSource.getConnection();
                var query = connection.createStatement();
                var rows = query.executeQuery(
                        "SELECT console_sessions::text FROM console_sessions WHERE id_hash = '%s'".formatted(hash))) {
            return rows.next() ? rows.getString(1) : "";
        }
    }

    void execute(String sql) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isEqualTo(1);
        }
    }
}
