package io.kakuremichi.control.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlApi.Answer;
import io.kakuremichi.control.login.Browser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.Test;

/** Tests of logins to the console at an issuer; part of {@link OidcTest}, which has one. */
interface LoginsAtIssuer {
    String NO_ROLE = "/console/?login=no-role";
    String UNAVAILABLE = "/console/?login=issuer-unavailable";
    String FAILED = "/console/?login=failed";

    ControlApi control();

    CodeFlow codeFlow();

    @Test
    default void signInAtTheIssuerBeginsASession() {
        codeFlow().signIn("bob", "viewer", "ops");

        var back = Flow.begin(control()).signIn().comeBack();

        assertThat(back.status()).isEqualTo(303);
        assertThat(back.header("Location")).isEqualTo("/console/");
        var cookies = back.headers().getValues("Set-Cookie");
        assertThat(cookies.stream().filter(cookie -> !cookie.contains("Max-Age=0")))
                .singleElement()
                .asString()
                .startsWith("kakuremichi=");
        var browser = new Browser(control(), sessionOf(back));
        var session = browser.get("/api/session").expect(200);
        assertThat(session.text("name")).isEqualTo("oidc:bob");
        assertThat(session.text("role")).isEqualTo("operator");
        assertThat(session.text("by")).isEqualTo("session");
        assertThat(Instant.parse(session.text("expiresAt")))
                .isBetween(Instant.now().plusSeconds(120), Instant.now().plusSeconds(301));
        browser.call("DELETE", "/api/session", null).expect(200);
        assertThat(browser.get("/api/session").status()).isEqualTo(401);
        await().untilAsserted(() -> assertThat(control()
                        .get("/api/audit?actor=oidc:bob")
                        .json()
                        .path("audit")
                        .findValuesAsText("action"))
                .contains("session.create", "session.delete"));
    }

    /** The front that ends TLS keeps the browser's host, and says {@code https}. */
    @Test
    default void loginThroughATlsFrontIsOneOverTls() {
        codeFlow().signIn("bob", "viewer");
        var front = List.of("Host", "control.example", "X-Forwarded-Proto", "https");

        var flow = Flow.begin(control(), front);
        var back = flow.signIn().comeBack("https://control.example");

        assertThat(flow.state()).contains("; Secure");
        assertThat(flow.at()).contains("redirect_uri=https%3A%2F%2Fcontrol.example%2Fconsole%2Flogin&");
        assertThat(back.header("Location")).isEqualTo("/console/");
        var cookie = sessionOf(back);
        assertThat(cookie).startsWith("__Host-kakuremichi=");
        control()
                .get("/api/session", "Authorization", "", "Cookie", cookie, "X-Forwarded-Proto", "https")
                .expect(200);
        // Without TLS, another site of the same name could have set it.
        assertThat(new Browser(control(), cookie).get("/api/session").status()).isEqualTo(401);
    }

    /** Else a network in which TLS can be removed would see the code. */
    @Test
    default void loginThatBeganOverTlsDoesNotEndInPlainText() {
        codeFlow().signIn("bob", "viewer");
        var front = List.of("Host", "control.example", "X-Forwarded-Proto", "https");
        var flow = Flow.begin(control(), front).signIn();

        assertNoSession(
                new Flow(control(), flow.at(), flow.state(), List.of()).comeBack("https://control.example"), FAILED);
    }

    @Test
    default void sessionLivesForTwelveHoursAtMost() {
        codeFlow().signIn(claims -> {
            TestIssuer.groups(claims, "admin");
            claims.setExpirationTimeMinutesInTheFuture(60 * 24);
        });

        var browser =
                new Browser(control(), sessionOf(Flow.begin(control()).signIn().comeBack()));

        assertThat(Instant.parse(browser.get("/api/session").expect(200).text("expiresAt")))
                .isBefore(Instant.now().plusSeconds(12 * 60 * 60 + 5));
    }

    @Test
    default void twoLoginsAtOnceBothSucceed() {
        codeFlow().signIn("bob", "viewer");
        var first = Flow.begin(control());
        var second = Flow.begin(control());

        assertThat(sessionOf(first.signIn().comeBack()))
                .isNotEqualTo(sessionOf(second.signIn().comeBack()));
    }

    @Test
    default void someoneWithoutARoleGetsNoSession() {
        codeFlow().signIn("eve", "operator", "staff");

        assertNoSession(Flow.begin(control()).signIn().comeBack(), NO_ROLE);
    }

    @Test
    default void returnWithAnotherStateIsRefused() {
        codeFlow().signIn("bob", "viewer");
        var flow = Flow.begin(control()).signIn();

        assertNoSession(flow.comeBackTo(flow.back().replaceAll("state=[^&]+", "state=other")), FAILED);
        assertNoSession(flow.comeBackTo(flow.back().replaceAll("&state=[^&]+", "")), FAILED);
        assertNoSession(flow.comeBackTo(flow.back() + "&state=other"), FAILED);
    }

    @Test
    default void returnWithoutTheCookieIsRefusedAndDoesNotGoInCircles() {
        codeFlow().signIn("bob", "viewer");
        var flow = Flow.begin(control()).signIn();

        assertNoSession(new Flow(control(), flow.at(), "a=b", List.of()).comeBack(), FAILED);
    }

    /** An attacker has the victim's browser end the attacker's flow. */
    @Test
    default void codeOfAnotherFlowIsRefused() {
        codeFlow().signIn("bob", "viewer");
        var attacker = Flow.begin(control()).signIn();
        var victim = Flow.begin(control()).signIn();
        var code = attacker.back().replaceAll(".*(code=[^&]+).*", "$1");

        assertNoSession(victim.comeBackTo(victim.back().replaceAll("code=[^&]+", code)), FAILED);
    }

    @Test
    default void codeWorksOnce() {
        codeFlow().signIn("bob", "viewer");
        var flow = Flow.begin(control()).signIn();
        sessionOf(flow.comeBack());

        assertNoSession(flow.comeBack(), FAILED);
    }

    @Test
    default void refusalAtTheIssuerIsShown() {
        var flow = Flow.begin(control());
        var state = flow.at().replaceAll(".*[&?]state=([^&]+).*", "$1");

        assertNoSession(flow.comeBackTo("/console/login?error=access_denied&state=" + state), FAILED);
    }

    @Test
    default void idTokenMustBeForThisFlowAndClient() {
        assertRefused(claims -> claims.setClaim("nonce", "other"));
        assertRefused(claims -> claims.setAudience("control"));
        assertRefused(claims -> claims.setIssuer("http://localhost/other"));
        assertRefused(claims -> claims.setExpirationTime(NumericDate.fromSeconds(1)));
        assertRefused(claims -> claims.unsetClaim("sub"));
    }

    private void assertRefused(java.util.function.Consumer<JwtClaims> change) {
        codeFlow().signIn(claims -> {
            TestIssuer.groups(claims, "admin");
            change.accept(claims);
        });
        assertNoSession(Flow.begin(control()).signIn().comeBack(), FAILED);
    }

    @Test
    default void issuerThatGoesAwayInBetweenIsNamed() {
        codeFlow().signIn("bob", "viewer");
        var flow = Flow.begin(control()).signIn();
        codeFlow().cut(true);
        try {
            assertNoSession(flow.comeBack(), UNAVAILABLE);
        } finally {
            codeFlow().cut(false);
        }
    }

    @Test
    default void pageLearnsThatThereIsAnIssuer() {
        assertThat(control().get("/console/config.json").json().path("oidc").asBoolean())
                .isTrue();
        assertThat(control().call("POST", "/console/login", null).status()).isEqualTo(405);
    }

    static void assertNoSession(Answer answer, String location) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(303);
        assertThat(answer.header("Location")).isEqualTo(location);
        assertThat(answer.headers().getValues("Set-Cookie")).noneMatch(cookie -> cookie.startsWith("kakuremichi="));
    }

    private static String sessionOf(Answer answer) {
        return Browser.cookieOf(answer);
    }

    /**
     * One login in a browser.
     *
     * @param at where the browser is sent next
     * @param state the cookie of the flow, as Control set it
     * @param front headers that a proxy before Control adds, names and values in turn
     */
    record Flow(ControlApi control, String at, String state, List<String> front) {
        static Flow begin(ControlApi control) {
            return begin(control, List.of());
        }

        static Flow begin(ControlApi control, List<String> front) {
            var sent = control.get("/console/login", with(front, "Authorization", ""));
            assertThat(sent.status()).isEqualTo(303);
            var state = sent.header("Set-Cookie");
            assertThat(state).startsWith("q_auth_").contains("HTTPOnly", "SameSite=Lax", "Path=/console/login");
            return new Flow(control, sent.header("Location"), state, front);
        }

        Flow signIn() {
            try (var issuer = HttpClient.newHttpClient()) {
                var request = HttpRequest.newBuilder(URI.create(at)).build();
                var sentBack = issuer.send(request, BodyHandlers.discarding());
                return new Flow(
                        control, sentBack.headers().firstValue("Location").orElseThrow(), state, front);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        /** The path and query at Control that the issuer sends the browser to. */
        String back() {
            return back(control.base().toString());
        }

        private String back(String origin) {
            assertThat(at).startsWith(origin + "/");
            return at.substring(origin.length());
        }

        Answer comeBack() {
            return comeBackTo(back());
        }

        /** The same for a front at another origin than Control. */
        Answer comeBack(String origin) {
            return comeBackTo(back(origin));
        }

        Answer comeBackTo(String pathAndQuery) {
            var cookie = state.split(";", 2)[0];
            return control.get(pathAndQuery, with(front, "Authorization", "", "Cookie", cookie));
        }

        private static String[] with(List<String> front, String... headers) {
            return Stream.concat(Stream.of(headers), front.stream()).toArray(String[]::new);
        }
    }
}
