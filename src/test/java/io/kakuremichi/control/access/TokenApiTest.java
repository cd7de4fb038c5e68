package io.kakuremichi.control.access;

import static io.kakuremichi.control.rest.RestAssertions.assertError;
import static io.kakuremichi.control.rest.RestAssertions.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ControlTest
class TokenApiTest {
    private final ControlApi control = ControlApi.ofTest();

    @Inject
    AgroalDataSource dataSource;

    @Inject
    TokenTable table;

    @Test
    void tokenIsShownOnce() {
        var created = control.createToken("viewer");

        assertThat(created.fields())
                .containsExactly("id", "name", "role", "prefix", "createdAt", "expiresAt", "lastUsedAt", "token");
        assertThat(created.text("token")).matches("ktk_[A-Za-z0-9]{32}").startsWith(created.text("prefix"));
        assertThat(created.text("prefix")).hasSize(8);
        assertThat(created.header("Location")).isEqualTo("/api/tokens/" + created.uuid("id"));
        var read = control.get("/api/tokens/" + created.uuid("id")).expect(200);
        assertThat(read.header("ETag")).isEqualTo(created.header("ETag")).isNotNull();
        assertThat(read.fields()).doesNotContain("token");
        assertThat(control.get("/api/tokens?limit=1000").body()).doesNotContain(created.text("token"));
    }

    @Test
    void tokenIsStoredAsAHash() throws SQLException {
        var created = control.createToken("viewer");

        assertThat(stored(created.uuid("id")))
                .contains(created.text("prefix"))
                .doesNotContain(created.text("token").substring(8));
    }

    @Test
    void revokedTokenIsOfNoUseAtOnce() {
        var created = control.createToken("admin");
        var holder = control.withToken(created.text("token"));
        holder.get("/api/agents").expect(200);

        control.delete("/api/tokens/" + created.uuid("id")).expect(200);

        assertError(holder.get("/api/agents"), 401, "UNAUTHORIZED");
        assertError(control.get("/api/tokens/" + created.uuid("id")), 404, "NOT_FOUND");
        assertError(control.delete("/api/tokens/" + created.uuid("id")), 404, "NOT_FOUND");
    }

    @Test
    void tokenMayRevokeItself() {
        var created = control.createToken("admin");

        control.withToken(created.text("token"))
                .delete("/api/tokens/" + created.uuid("id"))
                .expect(200);
    }

    @Test
    void expiredTokenIsOfNoUse() throws SQLException {
        var created = control.post(
                        "/api/tokens",
                        Map.of(
                                "name", ControlApi.uniqueName("token"),
                                "role", "viewer",
                                "expiresAt",
                                        Instant.now()
                                                .truncatedTo(ChronoUnit.MICROS)
                                                .plusSeconds(60)
                                                .toString()))
                .expect(201);
        var holder = control.withToken(created.text("token"));
        holder.get("/api/agents").expect(200);

        execute("UPDATE tokens SET expires_at = now() - interval '1 second' WHERE id = '%s'", created.uuid("id"));

        assertError(holder.get("/api/agents"), 401, "UNAUTHORIZED");
    }

    @Test
    void useIsWrittenInBatches() {
        var created = control.createToken("viewer");
        var before = Instant.now().minusSeconds(1);
        control.withToken(created.text("token")).get("/api/agents").expect(200);

        table.writeUse();

        var read = control.get("/api/tokens/" + created.uuid("id")).expect(200);
        assertThat(Instant.parse(read.text("lastUsedAt"))).isAfter(before);
        assertThat(read.header("ETag")).isEqualTo(created.header("ETag"));
    }

    @Test
    void repeatedCreationGivesTheFirstAnswer() {
        var body = Map.of("name", ControlApi.uniqueName("token"), "role", "viewer");
        var key = ControlApi.uniqueName("key");

        var first = control.post("/api/tokens", body, "Idempotency-Key", key).expect(201);
        var second = control.post("/api/tokens", body, "Idempotency-Key", key).expect(201);

        assertThat(second.json()).isEqualTo(first.json());
        assertThat(first.header("Idempotency-Replayed")).isNull();
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
    }

    @Test
    void namesAreUnique() {
        var body = Map.of("name", ControlApi.uniqueName("token"), "role", "viewer");
        control.post("/api/tokens", body).expect(201);

        assertError(control.post("/api/tokens", body), 409, "DUPLICATE");
    }

    /** The audit shows them as actors that are no token. */
    @ParameterizedTest
    @ValueSource(strings = {"admin", "nobody", "schedule"})
    void namesOfOtherActorsAreReserved(String name) {
        assertError(control.post("/api/tokens", Map.of("name", name, "role", "viewer")), 409, "DUPLICATE");
    }

    @Test
    void revocationHoldsToThePrecondition() {
        var created = control.createToken("viewer");

        assertError(
                control.delete("/api/tokens/" + created.uuid("id"), "If-Match", "\"7\""), 412, "PRECONDITION_FAILED");
    }

    @Test
    void listIsPaged() {
        control.createToken("viewer");
        control.createToken("viewer");

        var page = control.get("/api/tokens?limit=1").expect(200).json();

        assertThat(page.path("tokens")).hasSize(1);
        assertThat(page.path("total").asInt()).isGreaterThan(1);
        var next = control.get(
                        "/api/tokens?limit=1&cursor=" + page.path("nextCursor").asText())
                .expect(200);
        assertThat(next.json().path("tokens")).isNotEqualTo(page.path("tokens"));
    }

    @Test
    void everyFaultIsNamed() {
        assertInvalid(control.post("/api/tokens", "{}"), "name", "role");
        assertInvalid(control.post("/api/tokens", Map.of("name", "a b", "role", "root")), "name", "role");
        assertInvalid(
                control.post("/api/tokens", Map.of("name", "a", "role", "viewer", "expiresAt", "x")), "expiresAt");
        assertInvalid(
                control.post(
                        "/api/tokens",
                        Map.of(
                                "name",
                                "a",
                                "role",
                                "viewer",
                                "expiresAt",
                                Instant.now().minusSeconds(1).toString())),
                "expiresAt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1795811689167",
                "1.5",
                "true",
                "{}",
                "[]",
                "\"\"",
                "\"1795811689167\"",
                "\"2030-01-31\"",
                "\"2030-01-31T12:00:00\"",
                "\"2030-01-31T24:00:00Z\"",
                "\"2030-02-30T12:00:00Z\"",
                "\"2030-01-31T12:00:00+19:00\"",
                "\"2030-01-31T12:00:00.0000001Z\"",
                "\"+58877-01-31T12:00:00Z\"",
                "\"9999-12-31T23:59:59-00:01\"",
                "\"1969-12-31T23:59:59Z\"",
                "\"-0001-01-01T00:00:00Z\"",
                "\"2030-01-31T12:00:00Z[Europe/Paris]\"",
                "\"\u0662\u0660\u0663\u0660-01-31T12:00:00Z\""
            })
    void expiryMustBeATimeThatIsKeptExactly(String expiresAt) {
        var body = "{\"name\": \"%s\", \"role\": \"viewer\", \"expiresAt\": %s}";

        assertInvalid(
                control.post("/api/tokens", body.formatted(ControlApi.uniqueName("token"), expiresAt)), "expiresAt");
    }

    @ParameterizedTest
    @CsvSource({
        "2096-01-31T12:00:00.123456Z, 2096-01-31T12:00:00.123456Z",
        "2096-01-31T12:00:00+09:00, 2096-01-31T03:00:00Z",
        "9999-12-31T23:59:59Z, 9999-12-31T23:59:59Z"
    })
    void expiryIsShownAsItWasGiven(String given, String shown) {
        var body = "{\"name\": \"%s\", \"role\": \"viewer\", \"expiresAt\": \"%s\"}";
        var created = control.post("/api/tokens", body.formatted(ControlApi.uniqueName("token"), given))
                .expect(201);

        assertThat(created.text("expiresAt")).isEqualTo(shown);
        assertThat(control.get(created.header("Location")).text("expiresAt")).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ktk_",
                "ktk_short",
                "ktk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "a.b.c",
                "..",
                "eyJhbGciOiJub25lIn0.e30."
            })
    void whatLooksLikeATokenIsNone(String token) {
        assertError(control.withToken(token).get("/api/agents"), 401, "UNAUTHORIZED");
    }

    private String stored(UUID id) throws SQLException {
        try (var connection = dataSource.getConnection();
                var query = connection.createStatement();
                var rows = query.executeQuery("SELECT tokens::text FROM tokens WHERE id = '%s'".formatted(id))) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private void execute(String sql, UUID id) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql.formatted(id));
        }
    }
}
