package io.kakuremichi.control.enrollment;

import static io.kakuremichi.control.rest.RestAssertions.assertError;
import static io.kakuremichi.control.rest.RestAssertions.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.enrollment.EnrollmentBodies.Key;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ControlTest
class EnrollmentKeyApiTest {
    private static final String PATH = "/api/enrollment-keys";

    private final ControlApi control = ControlApi.ofTest();

    @Inject
    AgroalDataSource dataSource;

    @Inject
    EnrollmentKeyPruning pruning;

    @Test
    void keyIsShownOnceAndPermitsOneUseWithinADay() {
        var name = ControlApi.uniqueName("key");
        var created = control.post(PATH, """
                        {"name": "%s", "type": "agent"}""".formatted(name)).expect(201);

        assertThat(created.text("key")).matches("enr_[A-Za-z0-9]{32}").startsWith(created.text("keyPrefix"));
        assertThat(created.header("Location")).isEqualTo(PATH + "/" + created.uuid("id"));
        var read = control.get(created.header("Location")).expect(200);
        assertThat(read.header("ETag")).isEqualTo(created.header("ETag")).isNotNull();
        assertThat(read.fields()).doesNotContain("key");
        assertThat(control.get(PATH + "?limit=1000").body())
                .contains(name)
                .doesNotContain(created.text("key").substring(8));
        assertThat(read.text("state")).isEqualTo("active");
        assertThat(read.json().path("uses").asInt()).isEqualTo(1);
        assertThat(read.json().path("used").asInt()).isZero();
        assertThat(Instant.parse(read.text("expiresAt")))
                .isCloseTo(Instant.now().plus(Duration.ofHours(24)), within(1, ChronoUnit.MINUTES));
        assertThat(read.json().path("ephemeral").asBoolean()).isFalse();
        assertThat(read.json().path("ephemeralAfter").isNull()).isTrue();
        assertThat(read.text("createdBy")).isEqualTo("admin");
    }

    @Test
    void keyIsStoredAsAHash() throws SQLException {
        var key = Key.of(control, "agent");

        try (var connection = dataSource.getConnection();
                var query = connection.createStatement();
                var row = query.executeQuery(
                        "SELECT e::text FROM enrollment_keys e WHERE id = '%s'".formatted(key.id()))) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).doesNotContain(key.secret().substring(8));
        }
    }

    @Test
    void everyFieldIsKept() {
        var name = ControlApi.uniqueName("key");

        var created = control.post(PATH, """
                        {"name": "%s", "type": "gateway", "uses": 7, "expiresAt": "2096-01-31T12:00:00Z", "region": "eu",
                         "metadata": {"rack": 7.0}, "ephemeral": true, "ephemeralAfter": "PT90M"}""".formatted(name)).expect(201);

        var read = control.get(created.header("Location")).json();
        assertThat(read.path("uses").asInt()).isEqualTo(7);
        assertThat(read.path("expiresAt").asText()).isEqualTo("2096-01-31T12:00:00Z");
        assertThat(read.path("region").asText()).isEqualTo("eu");
        assertThat(read.path("metadata").toString()).isEqualTo("{\"rack\":7.0}");
        assertThat(read.path("ephemeral").asBoolean()).isTrue();
        assertThat(read.path("ephemeralAfter").asText()).isEqualTo("PT1H30M");
    }

    @Test
    void explicitNullsLiftBothLimits() {
        var key = Key.of(control, "agent", ", \"uses\": null, \"expiresAt\": null");

        assertThat(key.show().json().path("uses").isNull()).isTrue();
        assertThat(key.show().json().path("expiresAt").isNull()).isTrue();
        assertThat(key.show().text("state")).isEqualTo("active");
    }

    @Test
    void ephemeralClientsAreRemovedAfterAnHourUnlessSaidOtherwise() {
        assertThat(Key.of(control, "agent", ", \"ephemeral\": true").show().text("ephemeralAfter"))
                .isEqualTo("PT1H");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "uses | 0",
                "uses | -1",
                "uses | 1000001",
                "uses | 99999999999",
                "uses | 1.0",
                "uses | 1e2",
                "uses | \"5\"",
                "uses | true",
                "uses | \"\"",
                "expiresAt | \"2020-01-31T12:00:00Z\"",
                "expiresAt | 5",
                "region | \"eu\"",
                "metadata | []",
                "ephemeral | \"true\"",
                "ephemeralAfter | \"PT1H\"",
                "type | \"Agent\"",
                "name | \"a b\""
            })
    void wrongFieldIsNamed(String field, String value) {
        var fields = new TreeMap<>(Map.of("name", "\"x\"", "type", "\"agent\""));
        fields.put(field, value);
        var body = fields.entrySet().stream()
                .map(entry -> "\"%s\": %s".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));

        assertInvalid(control.post(PATH, body), field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT9M59S", "P366D", "PT10M0.5S", "1h", "PT-1H", "3600", "", "PT99999999999999999999H"})
    void ephemeralAfterIsBounded(String duration) {
        var body = """
                {"name": "x", "type": "agent", "ephemeral": true, "ephemeralAfter": "%s"}""".formatted(duration);

        assertInvalid(control.post(PATH, body), "ephemeralAfter");
    }

    @Test
    void nameIsUniqueUntilTheKeyIsRevoked() {
        var first = Key.of(control, "agent");
        var body = """
                {"name": "%s", "type": "gateway"}""".formatted(first.name());
        assertError(control.post(PATH, body), 409, "DUPLICATE");

        first.delete();

        control.post(PATH, body).expect(201);
    }

    @Test
    void activeKeyIsRevokedFirstAndDeletedThen() {
        var key = Key.of(control, "agent", ", \"uses\": 2");
        var client = key.enroll().expect(201);

        assertThat(key.delete().text("message")).isEqualTo("Enrollment key revoked");

        assertThat(key.show().text("state")).isEqualTo("revoked");
        assertThat(Instant.parse(key.show().text("revokedAt"))).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
        assertError(key.enroll(), 401, "UNAUTHORIZED");
        assertThat(key.delete().text("message")).isEqualTo("Enrollment key deleted");
        assertError(control.get(PATH + "/" + key.id()), 404, "NOT_FOUND");
        assertThat(control.get(client.header("Location")).expect(200).uuid("enrollmentKeyId"))
                .isEqualTo(key.id());
    }

    @Test
    void keyThatCannotBeUsedIsRemovedAfterItsRetention() throws SQLException {
        var never = ", \"uses\": null, \"expiresAt\": null";
        var usedUp = Key.of(control, "agent", ", \"expiresAt\": null");
        var client = usedUp.enroll().expect(201);
        var expired = Key.of(control, "agent", ", \"uses\": 2");
        var revoked = Key.of(control, "agent", never);
        revoked.delete();
        var active = Key.of(control, "agent", never);
        active.enroll().expect(201);
        age("last_used_at", usedUp, active);
        age("expires_at", expired);
        age("revoked_at", revoked);
        var lately = List.of(Key.of(control, "agent"), Key.of(control, "agent", never));
        lately.getFirst().enroll().expect(201);
        lately.getLast().delete();

        pruning.prune();

        assertThat(List.of(usedUp, expired, revoked)).allMatch(key -> status(key) == 404);
        assertThat(lately).allMatch(key -> status(key) == 200);
        assertThat(active.show().text("state")).isEqualTo("active");
        assertThat(control.get(client.header("Location")).expect(200).uuid("enrollmentKeyId"))
                .isEqualTo(usedUp.id());
        var audit =
                control.get("/api/audit?action=enrollment-key.prune&limit=1").json();
        assertThat(audit.at("/audit/0/actor").asText()).isEqualTo("schedule");
        assertThat(audit.at("/audit/0/count").asInt()).isEqualTo(3);

        pruning.prune();

        assertThat(control.get("/api/audit?action=enrollment-key.prune").json().path("total"))
                .isEqualTo(audit.path("total"));
    }

    private int status(Key key) {
        return control.get(PATH + "/" + key.id()).status();
    }

    /** As if it had happened before the retention. */
    private void age(String column, Key... keys) throws SQLException {
        try (var connection = dataSource.getConnection();
                var update = connection.prepareStatement(
                        "UPDATE enrollment_keys SET %s = now() - interval '91 days' WHERE id = ?".formatted(column))) {
            for (var key : keys) {
                update.setObject(1, key.id());
                assertThat(update.executeUpdate()).isEqualTo(1);
            }
        }
    }

    @Test
    void deletionHoldsToThePrecondition() {
        var key = Key.of(control, "agent", ", \"uses\": 2");
        var version = key.show().header("ETag");
        key.enroll().expect(201);

        assertError(control.delete(PATH + "/" + key.id(), "If-Match", "\"7\""), 412, "PRECONDITION_FAILED");
        control.delete(PATH + "/" + key.id(), "If-Match", version).expect(200);
    }

    @Test
    void repeatedCreationGivesTheFirstAnswer() {
        var body = """
                {"name": "%s", "type": "agent"}""".formatted(ControlApi.uniqueName("key"));
        var repeat = ControlApi.uniqueName("repeat");

        var first = control.post(PATH, body, "Idempotency-Key", repeat).expect(201);
        var second = control.post(PATH, body, "Idempotency-Key", repeat).expect(201);

        assertThat(second.json()).isEqualTo(first.json());
    }

    @Test
    void listIsPaged() {
        Key.of(control, "agent");
        Key.of(control, "agent");

        var page = control.get(PATH + "?limit=1").expect(200).json();

        assertThat(page.path("enrollmentKeys")).hasSize(1);
        assertThat(page.path("total").asInt()).isGreaterThan(1);
        var next =
                control.get(PATH + "?limit=1&cursor=" + page.path("nextCursor").asText());
        assertThat(next.expect(200).json().path("enrollmentKeys")).isNotEqualTo(page.path("enrollmentKeys"));
    }
}
