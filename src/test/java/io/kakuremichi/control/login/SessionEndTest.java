package io.kakuremichi.control.login;

import static io.kakuremichi.control.rest.RestAssertions.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.access.Credential;
import io.kakuremichi.control.access.Credential.ConsoleSession;
import io.kakuremichi.control.access.Credential.IssuerToken;
import io.kakuremichi.control.access.Credential.StaticToken;
import io.kakuremichi.control.access.Credential.StoredToken;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestDatabase;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How sessions of the console are stored, and what ends them. */
@ControlTest
class SessionEndTest extends BrowserSessions {
    @Inject
    ConsoleSessions sessions;

    @Inject
    EndedCredentials ended;

    private record NewToken(String name, String role, String expiresAt) {}

    @Test
    void revokedTokenEndsItsSessions() {
        var token = control.createToken("viewer");
        var browser = Browser.login(control, token.text("token"));

        control.delete("/api/tokens/" + token.uuid("id")).expect(200);

        assertEnded(browser);
    }

    @Test
    void sessionEndsWithItsTokensLife() throws SQLException {
        var expiresAt = Instant.now().plusSeconds(600).truncatedTo(ChronoUnit.MICROS);
        var token = control.post(
                        "/api/tokens", new NewToken(ControlApi.uniqueName("token"), "viewer", expiresAt.toString()))
                .expect(201);
        var browser = Browser.login(control, token.text("token"));

        assertThat(Instant.parse(browser.get("/api/session").text("expiresAt"))).isEqualTo(expiresAt);
        execute("UPDATE tokens SET expires_at = now() - interval '1 second' WHERE id = '%s'"
                .formatted(token.uuid("id")));
        assertEnded(browser);
        assertError(Browser.tryLogin(control, token.text("token")), 401, "UNAUTHORIZED");
    }

    @Test
    void sessionEndsAtItsTimeAndIsPruned() throws SQLException {
        var browser = browser("viewer");
        var hash = hash(browser);

        execute("UPDATE console_sessions SET expires_at = now() WHERE id_hash = '%s'".formatted(hash));

        assertEnded(browser);
        sessions.prune();
        assertThat(stored(hash)).isEmpty();
    }

    @Test
    void anotherAdminTokenEndsTheSessionsOfTheOneBefore() throws SQLException {
        var browser = Browser.login(control, TestDatabase.ADMIN_TOKEN);
        browser.get("/api/tokens").expect(200);

        execute("UPDATE console_sessions SET admin_proof = repeat('0', 64) WHERE id_hash = '%s'"
                .formatted(hash(browser)));

        assertEnded(browser);
    }

    @Test
    void sessionIsStoredAsAHash() throws SQLException {
        var browser = Browser.login(control, TestDatabase.ADMIN_TOKEN);

        assertThat(stored(hash(browser)))
                .isNotEmpty()
                .doesNotContain(id(browser))
                .doesNotContain(new Secret(TestDatabase.ADMIN_TOKEN).hash().hex());
    }

    @Test
    void tokenHasABoundedNumberOfSessions() {
        var token = control.createToken("viewer").text("token");
        var browsers = Stream.generate(() -> Browser.login(control, token))
                .limit(ConsoleSessions.MOST + 1L)
                .toList();

        assertEnded(browsers.getFirst());
        assertThat(browsers.subList(1, browsers.size()))
                .allSatisfy(browser -> browser.get("/api/session").expect(200));
    }

    @Test
    void streamsAreToldWhichCredentialsHaveEnded() throws SQLException {
        var token = control.createToken("viewer");
        var stored = new StoredToken(token.uuid("id"), null);
        var session = session(Browser.login(control, token.text("token")));
        var ofAdmin = session(Browser.login(control, TestDatabase.ADMIN_TOKEN));
        var valid = new IssuerToken(Instant.now().plusSeconds(60));
        var expired = new IssuerToken(Instant.now());
        var all = List.<Credential>of(new StaticToken(), stored, session, ofAdmin, valid, expired);

        assertThat(ended.among(all)).containsExactly(expired);
        control.delete("/api/tokens/" + token.uuid("id")).expect(200);
        assertThat(ended.among(all)).containsExactlyInAnyOrder(stored, session, expired);
        assertThat(ended.among(List.of())).isEmpty();
    }

    private static ConsoleSession session(Browser browser) {
        var expiresAt = Instant.parse(browser.get("/api/session").expect(200).text("expiresAt"));
        return new ConsoleSession(hash(browser), expiresAt);
    }
}
