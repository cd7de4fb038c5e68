package io.kakuremichi.control.enrollment;

import static io.kakuremichi.control.rest.RestAssertions.assertError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.enrollment.EnrollmentBodies.Enroll;
import io.kakuremichi.control.enrollment.EnrollmentBodies.Key;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.rest.Together;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Enrollments whose key or client is changed by an administrator meanwhile. */
@ControlTest
class EnrollmentRacesTest {
    private static final String MANY = ", \"uses\": null, \"expiresAt\": null";

    private final ControlApi control = ControlApi.ofTest();

    @Inject
    Enrollments enrollments;

    @Inject
    MeterRegistry metrics;

    @Inject
    AgroalDataSource dataSource;

    @Test
    void answerOfADeletedClientIsReplacedByAnotherEnrollment() throws InterruptedException {
        var key = Key.of(control, "agent", ", \"uses\": 2");
        var repeat = ControlApi.uniqueName("repeat");
        var first = key.enroll(Enroll.NOTHING, "Idempotency-Key", repeat).expect(201);
        control.delete(first.header("Location")).expect(200);

        var answers = Together.run(8, i -> key.enroll(Enroll.NOTHING, "Idempotency-Key", repeat));

        assertThat(answers).allSatisfy(answer -> assertThat(answer.expect(201).json())
                .isEqualTo(answers.getFirst().json())
                .isNotEqualTo(first.json()));
        assertThat(key.show().json().path("used").asInt()).isEqualTo(2);
        control.clientWithKey("agent", answers.getFirst().text("apiKey")).connect();
        control.delete(answers.getFirst().header("Location")).expect(200);
        assertError(key.enroll(Enroll.NOTHING, "Idempotency-Key", repeat), 401, "UNAUTHORIZED");
    }

    @Test
    void answerWithAReplacedApiKeyIsNotGivenAgain() {
        var key = Key.of(control, "gateway", MANY);
        var repeat = ControlApi.uniqueName("repeat");
        var first = key.enroll(Enroll.NOTHING, "Idempotency-Key", repeat).expect(201);
        control.post(first.header("Location") + "/api-key", null).expect(200);

        var second = key.enroll(Enroll.NOTHING, "Idempotency-Key", repeat).expect(201);

        assertThat(second.uuid("id")).isNotEqualTo(first.uuid("id"));
        assertThat(second.text("apiKey")).isNotEqualTo(first.text("apiKey"));
        control.delete(first.header("Location")).expect(200);
        control.delete(second.header("Location")).expect(200);
    }

    @Test
    void enrollmentThatFailsAtItsCommitIsNoAcceptedAuthentication() throws SQLException {
        var name = ControlApi.uniqueName("refused");
        var key = Key.of(control, "agent");
        var accepted = authentications("accepted");
        var failed = authentications("failed");
        execute("""
                CREATE FUNCTION refuse_commit() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'refused at the commit'; END $$;
                CREATE CONSTRAINT TRIGGER refuse_commit AFTER INSERT ON agents DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW WHEN (NEW.name = '%s') EXECUTE FUNCTION refuse_commit()
                """.formatted(name));
        try {
            key.enroll(Enroll.named(name)).expect(500);
        } finally {
            execute("DROP TRIGGER refuse_commit ON agents; DROP FUNCTION refuse_commit()");
        }
        assertThat(authentications("accepted") - accepted).isZero();
        assertThat(authentications("failed") - failed).isEqualTo(1);

        key.enroll().expect(201);
        assertThat(authentications("accepted") - accepted).isEqualTo(1);
    }

    private double authentications(String outcome) {
        return metrics.get("kakuremichi.authentications")
                .tags("via", "rest", "outcome", outcome)
                .counter()
                .count();
    }

    private void execute(String sql) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The enrollment has read the key, and waits for its lock until the revocation or deletion is committed. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void keyRevokedOrDeletedDuringAnEnrollmentIsRefused(int deletions) {
        var key = Key.of(control, "agent");
        var secret = new Secret(key.secret());

        QuarkusTransaction.begin();
        enrollments.checkRepeatable(secret);
        for (var i = 0; i < deletions; i++) {
            key.delete();
        }
        assertThatThrownBy(() -> enrollments.enroll(
                        secret, new EnrollRequest(null, null, null, null), new Enrollee(null, false, "localhost")))
                .isInstanceOf(EnrollmentRefusedException.class);
        QuarkusTransaction.rollback();
    }
}
