package io.kakuremichi.control.rest;

import static io.kakuremichi.control.rest.RestAssertions.assertError;
import static io.kakuremichi.control.rest.RestAssertions.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlApi.Answer;
import io.kakuremichi.control.harness.ControlTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that are created with the API key that they have already. */
@ControlTest
class GivenApiKeyTest {
    private final ControlApi control = ControlApi.ofTest();

    @Inject
    AgroalDataSource database;

    @ParameterizedTest
    @EnumSource(ClientType.class)
    void aGivenKeyIsTheClients(ClientType type) {
        var key = Secret.newApiKey(type).value();

        var created = create(type, key).expect(201);

        assertThat(created.text("apiKey")).isEqualTo(key);
        assertThat(control.clientWithKey(type.wireName(), key).connect().isOpen())
                .isTrue();
        remove(created);
    }

    @ParameterizedTest
    @CsvSource({
        "agents, agt_tooShort",
        "agents, gtw_0123456789abcdefghijklmnopqrstuv",
        "agents, agt_0123456789abcdefghijklmnopqrstu-",
        "gateways, agt_0123456789abcdefghijklmnopqrstuv",
        "gateways, ''"
    })
    void aKeyOfAnotherFormIsRefusedAndNotRepeated(String kind, String key) {
        var refused = control.post("/api/" + kind, new ClientBody(ControlApi.uniqueName("given"), key));

        assertInvalid(refused, "apiKey");
        assertThat(key.isEmpty() || !refused.body().contains(key)).isTrue();
    }

    @Test
    void aKeyThatAClientHasIsRefused() {
        var agent = control.createAgent();

        var refused = create(ClientType.AGENT, agent.apiKey());

        assertError(refused, 409, "DUPLICATE");
        assertThat(refused.body()).doesNotContain(agent.apiKey());
    }

    @Test
    void ofManyCreationsAtOnceWithOneKeyOneSucceeds() throws InterruptedException {
        var key = Secret.newApiKey(ClientType.AGENT).value();

        var answers = Together.run(8, i -> create(ClientType.AGENT, key));

        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.status() == 409).hasSize(7);
    }

    @Test
    void theKeyIsNowhereInClear() throws SQLException {
        var key = Secret.newApiKey(ClientType.AGENT).value();

        create(ClientType.AGENT, key).expect(201);

        try (var connection = database.getConnection();
                var query = connection.prepareStatement("""
                        SELECT count(*) FROM (SELECT k::text AS row FROM idempotency_keys k
                        UNION ALL SELECT encode(body, 'escape') FROM idempotency_keys WHERE body IS NOT NULL
                        UNION ALL SELECT a::text FROM agents a UNION ALL SELECT l::text FROM change_log l
                        UNION ALL SELECT e::text FROM audit e) AS rows WHERE position(? IN row) > 0
                        """)) {
            query.setString(1, key);
            try (var row = query.executeQuery()) {
                assertThat(row.next()).isTrue();
                assertThat(row.getInt(1)).isZero();
            }
        }
    }

    private Answer create(ClientType type, String key) {
        return control.post(
                type == ClientType.AGENT ? "/api/agents" : "/api/gateways",
                new ClientBody(ControlApi.uniqueName("given"), key),
                "Idempotency-Key",
                UUID.randomUUID().toString());
    }

    private void remove(Answer created) {
        control.delete(created.header("Location")).expect(200);
    }

    private record ClientBody(String name, String apiKey) {}
}
