package io.kakuremichi.control.clientapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.topology.Sequencer;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The calls that agents and gateways have in common. */
@ControlTest
class ClientCallsTest {
    private final ControlApi control = ControlApi.ofTest();

    @Inject
    Sequencer sequencer;

    @Inject
    AgroalDataSource database;

    /** It may be busy with a reconnect storm. */
    @Test
    void aChangeIsCommittedBeforeItsAnswerWaitsForTheTopology() throws Exception {
        var agent = control.createAgent();
        var name = ControlApi.uniqueName("renamed");
        var busy = new CompletableFuture<Void>();
        sequencer.execute(topology -> busy.join());
        try {
            var answer = CompletableFuture.supplyAsync(
                    () -> control.patch("/api/agents/" + agent.id(), Map.of("name", name)), Thread::startVirtualThread);

            await().atMost(Duration.ofSeconds(4)).until(() -> isStored(name));

            busy.complete(null);
            assertThat(answer.get(10, TimeUnit.SECONDS).expect(200).text("name"))
                    .isEqualTo(name);
        } finally {
            busy.complete(null);
        }
    }

    private boolean isStored(String name) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT FROM agents WHERE name = '" + name + "'")) {
            return rows.next();
        }
    }
}
