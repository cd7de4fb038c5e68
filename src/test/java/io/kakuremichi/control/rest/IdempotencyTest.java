package io.kakuremichi.control.rest;

import static io.kakuremichi.control.rest.RestAssertions.assertError;
import static io.kakuremichi.control.rest.RestAssertions.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.harness.Bodies.TunnelBody;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlApi.Answer;
import io.kakuremichi.control.harness.ControlTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ControlTest
class IdempotencyTest {
    private static final int AT_ONCE = 16;

    private final ControlApi control = ControlApi.ofTest();
    private final Lists lists = new Lists(control);
    private final String key = UUID.randomUUID().toString();

    @Inject
    AgroalDataSource database;

    @ParameterizedTest
    @ValueSource(strings = {"agents", "gateways"})
    void repeatedCreationGivesTheFirstAnswerWithItsKey(String kind) {
        var body = Map.of("name", ControlApi.uniqueName("once"));
        var first = post("/api/" + kind, body).expect(201);

        var second = post("/api/" + kind, body);

        assertSame(first, second);
        assertThat(second.text("apiKey")).hasSize(36);
        assertThat(named(kind, body.get("name"))).isOne();
        control.delete("/api/" + kind + "/" + first.uuid("id")).expect(200);
    }

    @Test
    void repeatedCreationOfATunnelIsNoDuplicate() {
        var body =
                new TunnelBody(ControlApi.uniqueDomain(), control.createAgent().id(), "a:1");
        var first = post("/api/tunnels", body).expect(201);

        var second = post("/api/tunnels", body);

        assertSame(first, second);
    }

    @Test
    void sameRequestWrittenDifferentlyIsTheSame() {
        var name = ControlApi.uniqueName("once");
        var first = post("/api/gateways", "{\"name\":\"%s\",\"region\":\"eu\"}".formatted(name));

        var second =
                post("/api/gateways", "{ \"publicIp\": null, \"region\": \"eu\", \"name\": \"%s\" }".formatted(name));

        assertSame(first, second);
        control.delete("/api/gateways/" + first.uuid("id")).expect(200);
    }

    @Test
    void repeatedReplacementOfAKeyGivesTheSameKey() {
        var agent = control.createAgent();
        var path = "/api/agents/" + agent.id() + "/api-key";
        var first = post(path, null).expect(200);

        var second = post(path, null).expect(200);

        assertThat(second.text("apiKey")).isEqualTo(first.text("apiKey"));
        assertThat(agent.withKey(first.text("apiKey")).connect().isOpen()).isTrue();
        assertThat(control.post(path, null).text("apiKey")).isNotEqualTo(first.text("apiKey"));
    }

    @Test
    void anotherRequestUnderTheKeyIsRefused() {
        post("/api/agents", Map.of("name", ControlApi.uniqueName("one"))).expect(201);

        assertError(post("/api/agents", Map.of("name", ControlApi.uniqueName("other"))), 409, "DUPLICATE");
    }

    @Test
    void otherCallsMayHaveTheSameKey() {
        var first = control.createAgent();
        var second = control.createAgent();

        var keys = List.of(
                post("/api/agents/" + first.id() + "/api-key", null).expect(200).text("apiKey"),
                post("/api/agents/" + second.id() + "/api-key", null)
                        .expect(200)
                        .text("apiKey"),
                post("/api/agents", Map.of("name", ControlApi.uniqueName("a")))
                        .expect(201)
                        .text("apiKey"));

        assertThat(keys).doesNotHaveDuplicates();
    }

    @Test
    void callOfAnotherCallerIsNoRepetition() {
        var agent = Map.of("name", ControlApi.uniqueName("mine"));
        var created = post("/api/agents", agent).expect(201);
        var tunnel = new TunnelBody(ControlApi.uniqueDomain(), created.uuid("id"), "a:1");
        post("/api/tunnels", tunnel).expect(201);
        var operator = control.withRole("operator");
        var admin = control.withRole("admin");

        assertError(operator.post("/api/agents", agent, "Idempotency-Key", key), 403, "FORBIDDEN");
        assertError(operator.post("/api/tunnels", tunnel, "Idempotency-Key", key), 409, "DUPLICATE");
        assertError(admin.post("/api/agents", agent, "Idempotency-Key", key), 409, "DUPLICATE");
        var path = "/api/agents/" + created.uuid("id") + "/api-key";
        var mine = post(path, null).expect(200).text("apiKey");
        assertThat(admin.post(path, null, "Idempotency-Key", key).expect(200).text("apiKey"))
                .isNotEqualTo(mine);
    }

    @Test
    void withoutAKeyARepeatedCreationIsADuplicate() {
        var body = Map.of("name", ControlApi.uniqueName("twice"));

        control.post("/api/agents", body).expect(201);

        assertError(control.post("/api/agents", body), 409, "DUPLICATE");
    }

    @Test
    void ofManyAtOnceOneIsDoneAndAllGetItsAnswer() throws InterruptedException {
        var body = Map.of("name", ControlApi.uniqueName("once"));

        var answers = Together.run(AT_ONCE, i -> post("/api/agents", body));

        assertThat(answers).allSatisfy(answer -> assertSame(answers.getFirst(), answer.expect(201)));
        assertThat(named("agents", body.get("name"))).isOne();
    }

    @Test
    void callThatWasNotValidCanBeCorrected() {
        assertInvalid(post("/api/agents", Map.of("name", "")), "name");

        post("/api/agents", Map.of("name", ControlApi.uniqueName("valid"))).expect(201);
    }

    @Test
    void callThatFailedHalfwayCanBeRepeatedAndCorrected() {
        var agent = control.createAgent();
        var domain = ControlApi.uniqueDomain();
        var tunnel = control.createTunnel(domain, agent);
        assertInvalid(post("/api/tunnels", new TunnelBody(domain, UUID.randomUUID(), "a:1")), "agentId");
        var body = new TunnelBody(domain, agent.id(), "a:1");
        assertError(post("/api/tunnels", body), 409, "DUPLICATE");
        control.deleteTunnel(tunnel);

        var created = post("/api/tunnels", body).expect(201);

        assertSame(created, post("/api/tunnels", body));
    }

    @Test
    void keyOfAnUnknownAgentsCallIsNotUsedUp() {
        var path = "/api/agents/" + UUID.randomUUID() + "/api-key";

        assertError(post(path, null), 404, "NOT_FOUND");
        assertError(post(path, null), 404, "NOT_FOUND");
    }

    @Test
    void keyHas1To255Characters() {
        var body = Map.of("name", ControlApi.uniqueName("a"));

        control.post("/api/agents", body, "Idempotency-Key", key + "k".repeat(255 - key.length()))
                .expect(201);

        assertInvalid(control.post("/api/agents", body, "Idempotency-Key", "k".repeat(256)), "Idempotency-Key");
        assertInvalid(control.post("/api/agents", body, "Idempotency-Key", " "), "Idempotency-Key");
    }

    /** As if the response had been forgotten after its key was found: the trigger lets the first insert of the key do nothing. */
    @Test
    void callWhoseResponseIsForgottenMeanwhileIsExecuted() throws SQLException {
        execute("""
                CREATE SEQUENCE first_insert;
                CREATE FUNCTION skip_first() RETURNS trigger LANGUAGE plpgsql AS
                    'BEGIN RETURN CASE WHEN nextval(''first_insert'') > 1 THEN NEW END; END';
                CREATE TRIGGER skip_first BEFORE INSERT ON idempotency_keys FOR EACH ROW EXECUTE FUNCTION skip_first()
                """);
        try {
            post("/api/agents", Map.of("name", ControlApi.uniqueName("once"))).expect(201);
        } finally {
            execute("""
                    DROP TRIGGER skip_first ON idempotency_keys; DROP FUNCTION skip_first; DROP SEQUENCE first_insert
                    """);
        }
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void databaseHoldsNeitherTheApiKeyNorTheIdempotencyKey() throws SQLException {
        var apiKey = post("/api/agents", Map.of("name", ControlApi.uniqueName("once")))
                .expect(201)
                .text("apiKey");

        var stored = new StringBuilder();
        try (var connection = database.getConnection();
                var rows = connection.createStatement().executeQuery("""
                        SELECT encode(convert_to(k::text, 'UTF8'), 'escape') || encode(coalesce(body, ''), 'escape')
                        FROM idempotency_keys k UNION ALL SELECT a::text FROM agents a
                        UNION ALL SELECT l::text FROM change_log l
                        """)) {
            while (rows.next()) {
                stored.append(rows.getString(1));
            }
        }
        assertThat(stored).isNotEmpty();
        assertThat(stored.toString()).doesNotContain(apiKey, apiKey.substring(4), key);
    }

    private Answer post(String path, Object body) {
        return control.post(path, body, "Idempotency-Key", key);
    }

    private long named(String kind, String name) {
        return lists.all("/api/" + kind, "").stream()
                .filter(item -> item.path("name").asText().equals(name))
                .count();
    }

    private static void assertSame(Answer first, Answer second) {
        assertThat(second.status()).as(second.body()).isEqualTo(first.status());
        assertThat(second.json()).isEqualTo(first.json());
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(second.header("ETag")).isEqualTo(first.header("ETag"));
    }
}
