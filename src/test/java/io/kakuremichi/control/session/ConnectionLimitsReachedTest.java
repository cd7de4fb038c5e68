package io.kakuremichi.control.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.RecordedLog;
import io.kakuremichi.control.harness.TestClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Limits of connections and failed authentications, reached, and rules of the upgrade. Clients have addresses by way of a trusted
 * proxy.
 */
@ControlTest
@TestProfile(LowLimits.class)
class ConnectionLimitsReachedTest {
    private static final AtomicInteger ADDRESSES = new AtomicInteger();
    private static final String WRONG = "Bearer agt_00000000000000000000000000000000";

    private final ControlApi control = ControlApi.ofTest();
    private final String address = anAddress();
    private final List<TestClient> open = new ArrayList<>();

    @Inject
    MeterRegistry metrics;

    @Inject
    AgroalDataSource database;

    @AfterEach
    void hangUp() {
        open.forEach(TestClient::cut);
        awaitNoConnections();
    }

    /** Connections of other tests count too, until Control has seen them end. */
    @BeforeEach
    void awaitNoConnections() {
        await().until(() -> gauge("kakuremichi.sessions.unauthenticated") == 0);
        await().until(() -> metrics.get("kakuremichi.sessions").gauges().stream()
                        .mapToDouble(gauge -> gauge.value())
                        .sum()
                == 0);
    }

    @Test
    void failuresOverRestAndWebSocketCountTogether() {
        var before = LowLimits.reached(metrics, "failed_authentications");
        for (var i = 0; i < LowLimits.FAILURES - 2; i++) {
            control.get("/api/agents", from(address, "Authorization", "Bearer wrong"))
                    .expect(401);
        }
        assertThat(refusal("/ws", from(address, "Authorization", WRONG)).status())
                .isEqualTo(401);
        var agent = unauthenticated(address, "/ws");
        agent.send("auth", Map.of("apiKey", "agt_00000000000000000000000000000000"));
        assertThat(agent.awaitsClose()).isEqualTo(4401);

        var answer = control.get("/api/agents", from(address)).expect(429);

        assertThat(answer.errorCode()).isEqualTo("RATE_LIMITED");
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 60);
        var upgrade = refusal("/ws", from(address));
        assertThat(upgrade.status()).isEqualTo(429);
        assertThat(Integer.parseInt(upgrade.header("Retry-After"))).isBetween(1, 60);
        assertThat(LowLimits.reached(metrics, "failed_authentications") - before)
                .isEqualTo(2);
        control.get("/api/agents", from(anAddress())).expect(200);
        control.get("/api/agents").expect(200);
    }

    @Test
    void failedEnrollmentsCount() {
        for (var i = 0; i < LowLimits.FAILURES; i++) {
            var key = i % 2 == 0 ? "Bearer enr_00000000000000000000000000000000" : "Bearer wrong";
            control.post("/api/enroll", "{}", from(address, "Authorization", key))
                    .expect(401);
        }

        control.post("/api/enroll", "{}", from(address)).expect(429);
        control.get("/api/agents", from(address)).expect(429);
    }

    @Test
    void enrolledClientGetsTheUrlThatItsProxyServes() {
        var key = control.post("/api/enrollment-keys", """
                        {"name": "%s", "type": "agent", "uses": 2}""".formatted(ControlApi.uniqueName("key")))
                .expect(201)
                .text("key");
        var bearer = "Bearer " + key;

        var forwarded = control.post(
                "/api/enroll", "{}", from(address, "Authorization", bearer, "X-Forwarded-Host", "control.example"));
        var plain = control.post("/api/enroll", "{}", from(address, "Authorization", bearer));

        assertThat(forwarded.expect(201).text("url")).isEqualTo("wss://control.example/ws");
        assertThat(plain.expect(201).text("url"))
                .isEqualTo("wss://" + control.base().getHost() + ":"
                        + control.base().getPort() + "/ws");
    }

    @Test
    void successesDoNotCount() {
        for (var i = 0; i < LowLimits.FAILURES + 1; i++) {
            control.get("/api/agents", from(address)).expect(200);
            bearer(address).awaitConfig().close();
        }

        control.get("/api/agents", from(address)).expect(200);
    }

    @Test
    void aKeyMakesRoomForTheNext() {
        for (var i = 0; i < 2 * LowLimits.UNAUTHENTICATED; i++) {
            unauthenticated(address, "/ws?type=agent").auth().awaits("auth_success");
        }
    }

    @Test
    void hangingUpMakesRoomForTheNext() {
        for (var i = 0; i < 2 * LowLimits.UNAUTHENTICATED; i++) {
            unauthenticated(address, "/ws").cut();
            await().until(() -> gauge("kakuremichi.sessions.unauthenticated") == 0);
        }
    }

    @Test
    void thereAreSoManyUnauthenticatedConnectionsInAll() {
        var before = LowLimits.reached(metrics, "unauthenticated");
        for (var i = 0; i < LowLimits.UNAUTHENTICATED; i++) {
            unauthenticated(anAddress(), "/ws");
        }

        var refused = refusal("/ws", from(address));

        assertThat(refused.status()).isEqualTo(503);
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 5);
        assertThat(LowLimits.reached(metrics, "unauthenticated") - before).isEqualTo(1);
        bearer(address).awaits("auth_success");
    }

    @Test
    void thereAreSoManyConnections() {
        var before = LowLimits.reached(metrics, "connections");
        for (var i = 0; i < LowLimits.CONNECTIONS; i++) {
            bearer(address).awaits("auth_success");
        }
        var agent = control.createAgent();

        var refused = refusal("/ws", from(address, "Authorization", "Bearer " + agent.apiKey()));

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isNotNull();
        assertThat(LowLimits.reached(metrics, "connections") - before).isEqualTo(1);
    }

    /** The look-up waits until another client has taken the last place. */
    @Test
    void aKeyThatIsLookedUpHoldsNoPlace() throws Exception {
        for (var i = 0; i < LowLimits.CONNECTIONS - 1; i++) {
            bearer(address).awaits("auth_success");
        }
        var known = control.createAgent();
        var late =
                control.createAgent().withKey(Secret.newApiKey(ClientType.AGENT).value());
        open.add(known);
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("UPDATE agents SET api_key_hash = '%s' WHERE id = '%s'"
                    .formatted(new Secret(late.apiKey()).hash().hex(), late.id()));
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE agents IN ACCESS EXCLUSIVE MODE");
            var refused = CompletableFuture.runAsync(
                    () -> late.open("/ws?type=agent", from(address, "Authorization", "Bearer " + late.apiKey())),
                    Thread::startVirtualThread);
            await().until(() -> isWaitedFor(statement));

            known.open("/ws", from(address));
            await().until(() -> gauge("kakuremichi.sessions.unauthenticated") == 1);
            connection.rollback();

            assertThatThrownBy(() -> refused.get(10, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(TestClient.UpgradeRefused.class, answer -> assertThat(answer.status())
                            .isEqualTo(503));
        }
    }

    private static boolean isWaitedFor(Statement statement) throws SQLException {
        try (var row = statement.executeQuery("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")) {
            return row.next() && row.getBoolean(1);
        }
    }

    @Test
    void aKeyInTheQueryIsRefusedWhereItIsNotAllowed() {
        var key = control.createAgent().apiKey();

        assertThat(refusal("/ws?type=agent&apiKey=" + key).status()).isEqualTo(400);
        assertThat(refusal("/ws?type=agent&apiKey=").status()).isEqualTo(400);
    }

    @Test
    void noKeyIsInTheAccessLog() {
        var agent = control.createAgent();
        try (var log = new RecordedLog()) {
            refusal("/ws?type=agent&apiKey=" + agent.apiKey());
            refusal("/ws", "Authorization", "Bearer " + agent.apiKey() + "x");
            control.get("/api/agents?apiKey=" + agent.apiKey(), "Authorization", agent.apiKey());
            bearer(address).awaitConfig();

            await().untilAsserted(() -> assertThat(log.text())
                    .contains(
                            "\"GET /ws HTTP/1.1\" 400",
                            "\"GET /ws HTTP/1.1\" 401",
                            "\"GET /api/agents HTTP/1.1\" 401"));
            assertThat(log.text()).doesNotContain(agent.apiKey());
        }
    }

    @Test
    void plainTextFromAnotherMachineIsRefused() {
        var plain = new String[] {"X-Forwarded-For", address, "X-Forwarded-Proto", "http"};

        var answer = control.get("/api/agents", plain).expect(403);

        assertThat(answer.errorCode()).isEqualTo("FORBIDDEN");
        assertThat(refusal("/ws", plain).status()).isEqualTo(403);
        control.get("/api/agents", "X-Forwarded-For", address).expect(403);
        control.get("/api/agents", from(address)).expect(200);
    }

    @Test
    void whatAStrangerWroteBeforeTheProxyIsIgnored() {
        var agent = control.createAgent();
        open.add(agent);

        agent.open(
                "/ws?type=agent",
                "Authorization",
                "Bearer " + agent.apiKey(),
                "X-Forwarded-For",
                "127.0.0.1, 203.0.113.5, " + address,
                "X-Forwarded-Proto",
                "https");

        agent.awaits("auth_success");
        assertThat(control.get("/api/clients").json().path("clients")).anySatisfy(client -> {
            assertThat(client.path("id").asText()).isEqualTo(agent.id().toString());
            assertThat(client.path("remoteAddress").asText()).isEqualTo(address);
        });
    }

    /** An address that no other test uses. */
    private static String anAddress() {
        var next = ADDRESSES.incrementAndGet();
        return "198.51.%d.%d".formatted(next / 250, next % 250 + 1);
    }

    private static String[] from(String address, String... more) {
        var headers = new ArrayList<>(List.of("X-Forwarded-For", address, "X-Forwarded-Proto", "https"));
        headers.addAll(List.of(more));
        return headers.toArray(String[]::new);
    }

    private TestClient bearer(String address) {
        var agent = control.createAgent();
        open.add(agent);
        return agent.open("/ws?type=agent", from(address, "Authorization", "Bearer " + agent.apiKey()));
    }

    private TestClient unauthenticated(String address, String path) {
        var agent = control.createAgent();
        agent.open(path, from(address));
        open.add(agent);
        return agent;
    }

    private TestClient.UpgradeRefused refusal(String path, String... headers) {
        var refused = new ArrayList<TestClient.UpgradeRefused>();
        assertThatThrownBy(() -> control.createAgent().open(path, headers))
                .isInstanceOfSatisfying(TestClient.UpgradeRefused.class, refused::add);
        return refused.getFirst();
    }

    private double gauge(String name) {
        return metrics.get(name).gauge().value();
    }
}
