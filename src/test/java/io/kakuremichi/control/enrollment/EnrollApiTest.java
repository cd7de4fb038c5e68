package io.kakuremichi.control.enrollment;

import static io.kakuremichi.control.rest.RestAssertions.assertError;
import static io.kakuremichi.control.rest.RestAssertions.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.enrollment.EnrollmentBodies.Enroll;
import io.kakuremichi.control.enrollment.EnrollmentBodies.Key;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlApi.Answer;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.network.WireGuardKeyPair;
import io.kakuremichi.control.rest.Together;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ControlTest
class EnrollApiTest {
    private static final String MANY = ", \"uses\": null, \"expiresAt\": null";

    private final ControlApi control = ControlApi.ofTest();

    @Inject
    AgroalDataSource dataSource;

    @Inject
    MeterRegistry metrics;

    @Inject
    Enrollments enrollments;

    @Test
    void agentGetsWhatItNeedsToConnect() {
        var key = Key.of(control, "agent", ", \"metadata\": {\"rack\": 7}");

        var enrolled = key.enroll().expect(201);

        assertThat(enrolled.fields()).containsExactly("id", "type", "name", "apiKey", "url");
        assertThat(enrolled.text("type")).isEqualTo("agent");
        assertThat(enrolled.text("apiKey")).matches("agt_[A-Za-z0-9]{32}");
        assertThat(enrolled.text("name")).matches(key.name() + "-[a-z0-9]{8}");
        assertThat(enrolled.text("url"))
                .isEqualTo("ws://" + control.base().getHost() + ":"
                        + control.base().getPort() + "/ws");
        var agent = control.get("/api/agents/" + enrolled.uuid("id")).expect(200);
        assertThat(enrolled.header("Location")).isEqualTo("/api/agents/" + enrolled.uuid("id"));
        assertThat(enrolled.header("ETag")).isEqualTo(agent.header("ETag"));
        assertThat(agent.uuid("enrollmentKeyId")).isEqualTo(key.id());
        assertThat(agent.json().path("metadata").toString()).isEqualTo("{\"rack\":7}");
        control.clientWithKey("agent", enrolled.text("apiKey")).connect();
    }

    @Test
    void gatewayGetsTheRegionOfItsKey() {
        var key = Key.of(control, "gateway", ", \"region\": \"eu\"");

        var enrolled = key.enroll(Enroll.withPublicIp(ControlApi.uniqueName("gw"), "2001:DB8::7"))
                .expect(201);

        var gateway = control.get(enrolled.header("Location")).expect(200);
        assertThat(enrolled.text("apiKey")).matches("gtw_[A-Za-z0-9]{32}");
        assertThat(gateway.text("region")).isEqualTo("eu");
        assertThat(gateway.text("publicIp")).isEqualTo("2001:db8::7");
        assertThat(gateway.uuid("enrollmentKeyId")).isEqualTo(key.id());
        control.delete(enrolled.header("Location")).expect(200);
    }

    @Test
    void clientMayBringItsOwnPublicKey() {
        var key = Key.of(control, "agent", MANY);
        var publicKey = WireGuardKeyPair.generate().publicKey();

        var enrolled = key.enroll(Enroll.withPublicKey(publicKey)).expect(201);

        var agent = control.get(enrolled.header("Location")).expect(200);
        assertThat(agent.text("wireguardPublicKey")).isEqualTo(publicKey);
        assertThat(agent.text("keyDelivery")).isEqualTo("own");
        assertThat(enrolled.header("ETag")).isEqualTo(agent.header("ETag"));
        assertError(key.enroll(Enroll.withPublicKey(publicKey)), 409, "DUPLICATE");
        assertInvalid(key.enroll(Enroll.withPublicKey("bm8=")), "publicKey");
        assertThat(key.show().json().path("used").asInt()).isEqualTo(1);
    }

    @Test
    void requestThatFailsCostsNoUse() {
        var key = Key.of(control, "agent");
        var taken = control.createAgent().created().path("name").asText();

        assertError(key.enroll(Enroll.named(taken)), 409, "DUPLICATE");
        assertInvalid(key.enroll(Enroll.withPublicIp(null, "192.0.2.1")), "publicIp");
        assertInvalid(key.enroll(Enroll.named("a b")), "name");
        assertInvalid(key.enroll("{\"role\": \"admin\"}"), "role");

        var name = ControlApi.uniqueName("agent");
        assertThat(key.enroll(Enroll.named(name)).expect(201).text("name")).isEqualTo(name);
    }

    @Test
    void machineBecomesWhatItAsksForOrNothing() {
        var key = Key.of(control, "gateway");

        assertError(key.enroll(Enroll.as("agent")), 401, "UNAUTHORIZED");
        assertInvalid(key.enroll(Enroll.as("Gateway")), "type");

        var enrolled = key.enroll(Enroll.as("gateway")).expect(201);
        assertThat(enrolled.text("type")).isEqualTo("gateway");
        control.delete(enrolled.header("Location")).expect(200);
    }

    @Test
    void usesAreCountedExactly() throws InterruptedException {
        var key = Key.of(control, "agent", ", \"uses\": 10");

        var answers = Together.run(100, i -> key.enroll());

        assertThat(answers.stream().map(Answer::status)).containsOnly(201, 401);
        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(10);
        var shown = key.show().json();
        assertThat(shown.path("used").asInt()).isEqualTo(10);
        assertThat(shown.path("state").asText()).isEqualTo("used_up");
        assertThat(shown.path("lastUsedAt").isTextual()).isTrue();
    }

    @Test
    void keyThatCannotBeUsedIsRefusedWithoutTheReason() throws SQLException {
        var expired = Key.of(control, "agent");
        execute("UPDATE enrollment_keys SET expires_at = now() - interval '1 second' WHERE id = '%s'"
                .formatted(expired.id()));
        var revoked = Key.of(control, "agent");
        revoked.delete();
        var usedUp = Key.of(control, "agent");
        usedUp.enroll().expect(201);
        assertThat(expired.show().text("state")).isEqualTo("expired");

        var unknown = control.withToken("enr_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").post("/api/enroll", Enroll.NOTHING);

        assertError(unknown, 401, "UNAUTHORIZED");
        assertThat(unknown.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(expired.enroll()).extracting(Answer::status, Answer::body).containsExactly(401, unknown.body());
        assertThat(revoked.enroll()).extracting(Answer::status, Answer::body).containsExactly(401, unknown.body());
        assertThat(usedUp.enroll()).extracting(Answer::status, Answer::body).containsExactly(401, unknown.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/agents", "/api/enrollment-keys", "/api/version", "/api/session", "/api/nothing"})
    void keyHasNoOtherRight(String path) {
        assertError(control.withToken(Key.of(control, "agent").secret()).get(path), 401, "UNAUTHORIZED");
    }

    @Test
    void otherCredentialsEnrollNothing() {
        assertError(control.post("/api/enroll", Enroll.NOTHING), 401, "UNAUTHORIZED");
        assertError(
                control.withToken(control.createToken("admin").text("token")).post("/api/enroll", "{not json"),
                401,
                "UNAUTHORIZED");
        assertError(control.withToken("eyJhbGciOiJub25lIn0.e30.").post("/api/enroll", "{}"), 401, "UNAUTHORIZED");
        assertError(control.post("/api/enroll", "{}", "Authorization", ""), 401, "UNAUTHORIZED");
    }

    @Test
    void lostAnswerIsGivenAgainForNoFurtherUse() {
        var key = Key.of(control, "agent");
        var repeat = ControlApi.uniqueName("repeat");
        var before = enrollments("repeated");

        var first = key.enroll(Enroll.NOTHING, "Idempotency-Key", repeat).expect(201);
        var second = key.enroll(Enroll.NOTHING, "Idempotency-Key", repeat).expect(201);

        assertThat(second.json()).isEqualTo(first.json());
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(key.show().json().path("used").asInt()).isEqualTo(1);
        assertThat(enrollments("repeated") - before).isEqualTo(1);
        assertThat(audited(first, "replayed")).isEqualTo(1);
    }

    @Test
    void revokedKeyGivesNoAnswerAgain() {
        var key = Key.of(control, "agent", MANY);
        var repeat = ControlApi.uniqueName("repeat");
        key.enroll(Enroll.NOTHING, "Idempotency-Key", repeat).expect(201);

        key.delete();

        assertError(key.enroll(Enroll.NOTHING, "Idempotency-Key", repeat), 401, "UNAUTHORIZED");
    }

    /** Who knows the idempotency key of another machine gets nothing of that machine. */
    @Test
    void answerBelongsToItsEnrollmentKey() {
        var repeat = ControlApi.uniqueName("repeat");
        var first = Key.of(control, "agent").enroll(Enroll.NOTHING, "Idempotency-Key", repeat);

        var second = Key.of(control, "agent").enroll(Enroll.NOTHING, "Idempotency-Key", repeat);

        assertThat(second.expect(201).uuid("id")).isNotEqualTo(first.expect(201).uuid("id"));
    }

    @Test
    void enrollmentIsAuditedWithItsKey() {
        var key = Key.of(control, "agent");

        var enrolled = key.enroll().expect(201);

        assertThat(audited(enrolled, "success")).isEqualTo(1);
        var entry = control.get("/api/audit?subject=" + enrolled.uuid("id"))
                .json()
                .path("audit")
                .path(0);
        assertThat(entry.path("action").asText()).isEqualTo("agent.enroll");
        assertThat(entry.path("actor").asText()).isEqualTo("enrollment-key:" + key.id());
        assertThat(entry.path("address").asText()).isEqualTo("127.0.0.1");
    }

    @Test
    void outcomesAreCounted() {
        var key = Key.of(control, "agent");
        var enrolled = enrollments("enrolled");
        var usedUp = enrollments("used_up");

        key.enroll().expect(201);
        key.enroll().expect(401);

        assertThat(enrollments("enrolled") - enrolled).isEqualTo(1);
        assertThat(enrollments("used_up") - usedUp).isEqualTo(1);
    }

    @Test
    void enrollmentIsCountedWhenItIsCommitted() {
        var secret = new Secret(Key.of(control, "agent").secret());
        var before = enrollments("enrolled");

        QuarkusTransaction.begin();
        enrollments.enroll(secret, new EnrollRequest(null, null, null, null), new Enrollee(null, false, "localhost"));
        QuarkusTransaction.rollback();
        assertThat(enrollments("enrolled") - before).isZero();

        QuarkusTransaction.begin();
        enrollments.enroll(secret, new EnrollRequest(null, null, null, null), new Enrollee(null, false, "localhost"));
        assertThat(enrollments("enrolled") - before).isZero();
        QuarkusTransaction.commit();
        assertThat(enrollments("enrolled") - before).isEqualTo(1);
    }

    private double enrollments(String outcome) {
        return metrics.get("kakuremichi.enrollments")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private int audited(Answer enrolled, String outcome) {
        return control.get("/api/audit?action=agent.enroll&outcome=" + outcome + "&subject=" + enrolled.uuid("id"))
                .json()
                .path("total")
                .asInt();
    }

    private void execute(String sql) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
