package io.kakuremichi.control.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import io.kakuremichi.control.topology.Sequencer;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The topology is loaded again, because the change log does not hold every change. */
@ControlTest
class ReloadTest {
    private final ControlApi control = ControlApi.ofTest();
    private final TestClient owner = control.createAgent().connect();
    private final TestClient other = control.createAgent().openWith("delta").awaitConfig();

    @Inject
    AgroalDataSource dataSource;

    @Inject
    Sequencer sequencer;

    @Test
    void clientsForWhichNothingChangedAreSentNothing() throws SQLException {
        reload("SELECT 1");

        for (var client : List.of(owner, other)) {
            client.awaitsHandled();
            assertThat(client.messages("config")).hasSize(1);
        }
    }

    @Test
    void clientsForWhichSomethingChangedAreSentTheirConfiguration() throws SQLException {
        var tunnel = control.createTunnel(ControlApi.uniqueDomain(), owner);
        owner.awaits("tunnel_create");

        reload("UPDATE tunnels SET target = 'web:4711' WHERE id = '" + tunnel + "'");

        owner.awaits("config", config -> config.toString().contains("web:4711"));
        other.awaitsHandled();
        assertThat(other.messages("config")).hasSize(1);
    }

    private void reload(String change) throws SQLException {
        var before = sequencer.revision();
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(change);
            statement.execute("UPDATE control_state SET revision = revision + 1");
            statement.execute("NOTIFY kakuremichi_changes, '" + (before + 1) + "'");
        }
        await().until(() -> sequencer.revision() > before);
    }
}
