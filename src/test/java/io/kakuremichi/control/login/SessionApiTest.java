package io.kakuremichi.control.login;

import static io.kakuremichi.control.rest.RestAssertions.assertError;
import static io.kakuremichi.control.rest.RestAssertions.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions of the console that begin with a token. */
@ControlTest
class SessionApiTest extends BrowserSessions {
    private record NewAgent(String name) {}

    @Test
    void tokenIsExchangedForACookie() {
        var token = control.createToken("operator");

        var login = Browser.tryLogin(control, token.text("token")).expect(200);

        assertThat(login.fields()).containsExactly("name", "role", "expiresAt", "by");
        assertThat(login.text("name")).isEqualTo(token.text("name"));
        assertThat(login.text("role")).isEqualTo("operator");
        assertThat(login.text("by")).isEqualTo("session");
        assertThat(Duration.between(Instant.now(), Instant.parse(login.text("expiresAt"))))
                .isBetween(Duration.ofHours(11), Duration.ofHours(12).plusMinutes(1));
        var browser = new Browser(control, Browser.cookieOf(login));
        assertThat(browser.get("/api/session").expect(200).json()).isEqualTo(login.json());
        assertThat(login.body()).doesNotContain(token.text("token"));
        assertThat(login.headers().toString()).doesNotContain(token.text("token"));
    }

    @Test
    void callerIsShownForABearerTokenToo() {
        var byToken = control.get("/api/session").expect(200);

        assertThat(byToken.text("name")).isEqualTo("admin");
        assertThat(byToken.text("by")).isEqualTo("token");
        assertThat(byToken.json().path("expiresAt").isNull()).isTrue();
        assertError(control.delete("/api/session"), 404, "NOT_FOUND");
    }

    @Test
    void sessionHasTheRoleOfItsToken() {
        var viewer = browser("viewer");
        var agent = new NewAgent(ControlApi.uniqueName("agent"));

        viewer.get("/api/agents").expect(200);
        assertError(viewer.call("POST", "/api/agents", agent), 403, "FORBIDDEN");
        assertError(viewer.get("/api/tokens"), 403, "FORBIDDEN");
        browser("admin").call("POST", "/api/agents", agent).expect(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none",
                " token-of-the-tests-only",
                "ktk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "Bearer token-of-the-tests-only",
                "a.b.c"
            })
    void wrongTokenBeginsNoSession(String token) {
        var answer = Browser.tryLogin(control, token);

        assertError(answer, 401, "UNAUTHORIZED");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(answer.header("Set-Cookie")).isNull();
    }

    @Test
    void otherCredentialsBeginNoSession() {
        assertError(control.post("/api/session", new Token("none")), 401, "UNAUTHORIZED");
        assertInvalid(control.post("/api/session", "{}"), "token");
        assertInvalid(control.post("/api/session", new Token("")), "token");
        assertInvalid(control.post("/api/session", new Token("x".repeat(5_000))), "token");
        assertError(
                control.post("/api/session", new Token(TestDatabase.ADMIN_TOKEN), "Content-Type", "text/plain"),
                415,
                "UNSUPPORTED_MEDIA_TYPE");
    }

    private record Token(String token) {}

    @Test
    void changeByCookieNeedsAHeaderThatNoFormSends() {
        var browser = browser("admin");
        var name = ControlApi.uniqueName("agent");
        var form = "{\"name\": \"" + name + "\", \"x\": \"=\"}";

        assertError(browser.bare("POST", "/api/agents", new NewAgent(name)), 403, "FORBIDDEN");
        assertError(browser.bare("POST", "/api/agents", form, "Content-Type", "text/plain"), 403, "FORBIDDEN");
        assertError(
                browser.bare("POST", "/api/agents", new NewAgent(name), "Kakuremichi-Console", "true"),
                403,
                "FORBIDDEN");
        assertError(browser.bare("DELETE", "/api/session", null), 403, "FORBIDDEN");
        assertThat(control.get("/api/agents?limit=1000").body()).doesNotContain(name);
        browser.bare("GET", "/api/session", null).expect(200);
        browser.bare("HEAD", "/api/agents", null).expect(200);
    }

    @Test
    void authorizationDecidesIfThereAreBoth() {
        var admin = browser("admin");
        var viewer = "Bearer " + control.createToken("viewer").text("token");

        for (var wrong : List.of("Bearer none", "Basic YTpi", "Bearer")) {
            assertError(admin.bare("GET", "/api/agents", null, "Authorization", wrong), 401, "UNAUTHORIZED");
        }
        assertError(admin.bare("GET", "/api/tokens", null, "Authorization", viewer), 403, "FORBIDDEN");
        admin.bare("GET", "/api/agents", null, "Authorization", viewer).expect(200);
    }

    @Test
    void logoutEndsThisSessionOnly() {
        var token = control.createToken("viewer").text("token");
        var browser = Browser.login(control, token);
        var other = Browser.login(control, token);

        var logout = browser.call("DELETE", "/api/session", null).expect(200);

        assertThat(logout.text("message")).isNotBlank();
        assertThat(logout.header("Set-Cookie")).startsWith("kakuremichi=; Path=/; Max-Age=0;");
        assertEnded(browser);
        other.get("/api/session").expect(200);
        control.withToken(token).get("/api/agents").expect(200);
    }

    @Test
    void loginAndLogoutAreAudited() {
        var token = control.createToken("viewer");
        var browser = Browser.login(control, token.text("token"));
        browser.call("DELETE", "/api/session", null).expect(200);

        var actor = token.text("name");
        await().untilAsserted(() -> assertThat(control.get("/api/audit?actor=" + actor)
                        .json()
                        .path("audit")
                        .findValuesAsText("action"))
                .containsExactly("session.delete", "session.create"));
    }

    @Test
    void whatASessionDoesIsAuditedByTheTokensName() {
        var token = control.createToken("admin");
        var agent = Browser.login(control, token.text("token"))
                .call("POST", "/api/agents", new NewAgent(ControlApi.uniqueName("agent")))
                .expect(201);

        var entry = control.get("/api/audit?subject=" + agent.uuid("id")).json().at("/audit/0");

        assertThat(entry.path("actor").asText()).isEqualTo(token.text("name"));
        assertThat(entry.path("role").asText()).isEqualTo("admin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kakuremichi=",
                "kakuremichi=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "kakuremichi=\"",
                "kakuremichi=' OR true --",
                "kakuremichi",
                "=",
                ";;;;"
            })
    void otherCookiesAreNoSession(String cookie) {
        assertEnded(new Browser(control, cookie));
    }

    @Test
    void cookieMustBeTheOnlyOneOfItsName() {
        var browser = browser("viewer");
        var many = Stream.generate(() -> "a=b").limit(2_000).toList();

        assertEnded(new Browser(control, browser.cookie() + "; kakuremichi=other"));
        assertEnded(new Browser(control, "__Host-" + browser.cookie()));
        new Browser(control, String.join("; ", many) + "; " + browser.cookie())
                .get("/api/session")
                .expect(200);
        assertError(
                new Browser(control, browser.cookie() + "; big=" + "x".repeat(17_000)).get("/api/session"),
                431,
                "HEADERS_TOO_LARGE");
    }

    /** A cookie is sent with an upgrade that a page of another site begins. */
    @Test
    void cookieIsNoKeyOfAWebSocket() {
        var browser = browser("admin");
        var stranger = control.createAgent().withKey("agt_none");

        stranger.open("/ws?type=agent", "Cookie", browser.cookie(), "Kakuremichi-Console", "1")
                .auth();

        assertThat(stranger.awaitsClose()).isEqualTo(4401);
        assertThat(stranger.messageTypes()).containsExactly("auth_error");
    }
}
