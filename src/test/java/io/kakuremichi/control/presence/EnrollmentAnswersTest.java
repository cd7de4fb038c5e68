package io.kakuremichi.control.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.client.KeyOffers;
import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import io.kakuremichi.control.state.StateHints;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The stored answer to an enrollment, which ends with the first connection that presents its API key. */
@ControlTest
class EnrollmentAnswersTest {
    private final ControlApi control = ControlApi.ofTest();

    @Inject
    AgroalDataSource dataSource;

    @Inject
    KeyOffers keyOffers;

    @Inject
    ControlConfig config;

    @Inject
    StateHints hints;

    /** The connection that enrolls presents no key: its client may never have received the one that it was sent. */
    @Test
    void theAnswerToAnEnrollmentIsKeptUntilTheClientPresentsItsKey() throws Exception {
        var agent = control.createAgent();
        var other = control.createAgent();
        answerEnrollment(agent);
        answerEnrollment(other);

        var one = new ReplicaStatements(dataSource, keyOffers, config, hints);
        var two = new ReplicaStatements(dataSource, keyOffers, config, hints);
        one.leases.renew();
        two.leases.renew();

        one.enrolled(agent);
        assertThat(answers(agent)).isEqualTo(1);

        two.arrive(agent);
        assertThat(answers(agent)).isZero();
        assertThat(answers(other)).isEqualTo(1);
    }

    private void answerEnrollment(TestClient agent) throws SQLException {
        var id = UUID.randomUUID();
        execute(
                "INSERT INTO enrollment_keys (id, version, created_at, updated_at, name, type, key_hash, key_prefix, metadata, "
                        + "created_by) VALUES ('%1$s', 0, now(), now(), '%1$s', 'agent', '%2$s', 'enr_', '{}', 'test')"
                                .formatted(id, new Secret(id.toString()).hash().hex()));
        execute("INSERT INTO enrollment_answers (client_id, agent_id, enrollment_key_id, public_key, answer) "
                + "VALUES ('%1$s', '%1$s', '%2$s', 'K', '')".formatted(agent.id(), id));
    }

    private void execute(String sql) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long answers(TestClient agent) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement =
                        connection.prepareStatement("SELECT count(*) FROM enrollment_answers WHERE client_id = ?")) {
            statement.setObject(1, agent.id());
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
