package io.kakuremichi.control.access;

import static io.kakuremichi.control.rest.RestAssertions.assertError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.time.Duration;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bearer tokens of an issuer that Control trusts, beside its own. The issuer is down at the start. */
@ControlTest
@QuarkusTestResource(value = DownIssuer.class, restrictToAnnotatedClass = true)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OidcTest implements LoginsAtIssuer, TokensOfIssuer {
    private static final String BEFORE_THE_ISSUER = "startNeedsNoIssuer";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int FIRST = 1;
    private static final int SECOND = 2;
    private static final int LAST = Integer.MAX_VALUE;

    private static TestIssuer issuer;

    private final ControlApi control = ControlApi.ofTest();

    @Inject
    IssuerKeys keys;

    @TestHTTPResource(value = "/health/ready", management = true)
    URL readiness;

    @BeforeEach
    void startIssuer(TestInfo test) {
        if (issuer == null) {
            issuer = new TestIssuer(ConfigProvider.getConfig().getValue(DownIssuer.PORT, int.class));
        }
        if (!test.getTestMethod().orElseThrow().getName().equals(BEFORE_THE_ISSUER)) {
            issuer.start();
        }
    }

    @Override
    public ControlApi control() {
        return control;
    }

    @Override
    public TestIssuer issuer() {
        return issuer;
    }

    @Override
    public CodeFlow codeFlow() {
        return issuer.codeFlow();
    }

    @AfterAll
    static void stopIssuer() {
        issuer.stop();
        issuer = null;
    }

    @Test
    @Order(FIRST)
    void startNeedsNoIssuer() throws IOException {
        var caller = control.withToken(issuer.token("admin"));

        control.get("/api/agents").expect(200);
        // The change feed may still be loading the topology.
        await().untilAsserted(() -> assertThat(((HttpURLConnection) readiness.openConnection()).getResponseCode())
                .isEqualTo(200));
        assertUnavailable(caller);
        LoginsAtIssuer.assertNoSession(control.get("/console/login"), UNAVAILABLE);
        try (var mute = new ServerSocket(issuer.port(), 50, InetAddress.getLoopbackAddress())) {
            mute.setSoTimeout(100);
            await().atMost(PATIENCE)
                    .ignoreException(SocketTimeoutException.class)
                    .untilAsserted(() -> {
                        assertUnavailable(caller);
                        assertThat(mute.accept()).isNotNull();
                    });
            control.get("/api/agents").expect(200);
        }

        issuer.start();

        await().untilAsserted(() -> caller.get("/api/tokens").expect(200));
    }

    private static void assertUnavailable(ControlApi caller) {
        var answer = caller.get("/api/agents");

        assertError(answer, 503, "UNAVAILABLE");
        assertThat(answer.header("Retry-After")).isNotNull();
    }

    @Test
    @Order(SECOND)
    void newKeyOfTheIssuerIsFetchedWhenATokenHasIt() {
        var before = issuer.token("viewer");
        control.withToken(before).get("/api/agents").expect(200);

        issuer.rotateKey("key-2");

        control.withToken(issuer.token("viewer")).get("/api/agents").expect(200);
        assertRefused(before);
    }

    @Test
    @Order(LAST)
    void withdrawnKeyIsForgottenWithoutATokenOfTheNewOne() {
        var before = issuer.token("viewer");

        issuer.rotateKey("key-3");

        // Fetches have a least distance in time.
        await().atMost(PATIENCE).untilAsserted(() -> {
            keys.fetch().await().atMost(PATIENCE);
            assertRefused(before);
        });
    }

    @ParameterizedTest
    @CsvSource({"admin, 201, 200", "ops, 403, 200", "tunnel-team, 403, 200", "viewer, 403, 200"})
    void groupsGiveRoles(String group, int create, int read) {
        var caller = control.withToken(issuer.token(group));

        caller.get("/api/agents").expect(read);
        caller.post("/api/agents", new NewAgent(ControlApi.uniqueName("agent"))).expect(create);
    }

    @Test
    void theHighestGroupCounts() {
        control.withToken(issuer.token("viewer", "admin", "others"))
                .get("/api/tokens")
                .expect(200);
    }

    @Test
    void somebodyWithoutAGroupOfOursMayNothing() {
        var caller = control.withToken(issuer.token("operator", "staff"));

        assertError(caller.get("/api/agents"), 403, "FORBIDDEN");
        assertError(caller.get("/api/unknown"), 403, "FORBIDDEN");
        assertError(control.withToken(token(claims -> {})).get("/api/agents"), 403, "FORBIDDEN");
    }

    @Test
    void whatTheSubjectDidIsAudited() {
        var caller = control.withToken(token(claims -> {
            TestIssuer.groups(claims, "admin");
            claims.setSubject("alice");
        }));
        var agent = caller.post("/api/agents", new NewAgent(ControlApi.uniqueName("agent")))
                .expect(201);

        var entry = control.get("/api/audit?actor=oidc:alice&subject=" + agent.uuid("id"))
                .json()
                .path("audit")
                .path(0);

        assertThat(entry.path("action").asText()).isEqualTo("agent.create");
        assertThat(entry.path("role").asText()).isEqualTo("admin");
    }

    @Test
    void everyRequestOfAConnectionHasAnIdentityOfItsOwn() throws IOException {
        var viewer = control.createToken("viewer").text("token");

        assertThat(OneConnection.statuses(
                        control, "/api/tokens", issuer.token("admin"), "none", viewer, issuer.token("ops"), "", viewer))
                .containsExactly(200, 401, 403, 403, 401, 403);
    }

    private static String token(Consumer<JwtClaims> change) {
        return issuer.token(change, signature -> {});
    }

    private record NewAgent(String name) {}
}
