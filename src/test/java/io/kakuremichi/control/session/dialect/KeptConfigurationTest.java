package io.kakuremichi.control.session.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import io.kakuremichi.control.network.WireGuardKeyPair;
import jakarta.inject.Inject;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a gateway of the flat dialect gets its configuration after a reconnect, and when it is left undisturbed. */
@ControlTest
class KeptConfigurationTest {
    private static final String ACK = "{\"type\":\"config_ack\",\"timestamp\":1,\"success\":true}";
    private static final String PING = "{\"type\":\"ping\",\"timestamp\":1}";

    private final ControlApi control = ControlApi.ofTest();
    private final TestClient agent = control.createAgent();
    private final TestClient gateway = control.createGateway();
    private final String key = WireGuardKeyPair.generate().publicKey();

    @Inject
    AgroalDataSource dataSource;

    @AfterEach
    void freeItsPlace() {
        control.delete("/api/gateways/" + gateway.id());
    }

    @Test
    void aGatewayWhoseConnectionControlEndedIsNotSentWhatItHas() throws SQLException {
        connectAndConfirm();
        try {
            // A replica that stops closes its connections, and takes none of them for left by their clients.
            execute("UPDATE replicas SET stopping = true");
            var again = gateway.twin();
            again.open("/").sendRaw(auth(gateway, key));
            again.awaits("auth_success");
            again.sendRaw(PING).awaits("pong");
            assertThat(again.messageTypes()).containsExactly("auth_success", "pong");

            control.createTunnel(ControlApi.uniqueDomain(), agent);
            again.awaits("config_update");
        } finally {
            execute("UPDATE replicas SET stopping = false");
        }
    }

    @Test
    void aGatewayThatEndedItsConnectionItselfIsSentItsConfigurationAtOnce() throws SQLException {
        connectAndConfirm();
        gateway.close();
        await().until(() ->
                control.get("/api/gateways/" + gateway.id()).text("status").equals("offline"));

        gateway.open("/").sendRaw(auth(gateway, key));

        gateway.awaits("config_update");
    }

    /** Its last report is written after the end of its connection. */
    @Test
    void aGatewayThatConfirmedJustBeforeItEndedItsConnectionIsSentItsConfigurationAtOnce() throws SQLException {
        gateway.open("/").sendRaw(auth(gateway, key));
        gateway.awaits("config_update");
        gateway.sendRaw(ACK).sendRaw(PING).awaits("pong");
        gateway.close();
        await().until(() -> isUpToDate()
                && control.get("/api/gateways/" + gateway.id()).text("status").equals("offline"));
        assertThat(isConfirmed()).isFalse();

        gateway.open("/").sendRaw(auth(gateway, key));

        gateway.awaits("config_update");
    }

    @Test
    void aGatewayWithAnotherWireGuardKeyIsSentItsConfigurationAtOnce() throws SQLException {
        connectAndConfirm();
        try {
            execute("UPDATE replicas SET stopping = true");
            var restarted = gateway.twin();
            restarted
                    .open("/")
                    .sendRaw(auth(gateway, WireGuardKeyPair.generate().publicKey()));

            restarted.awaits("config_update");
        } finally {
            execute("UPDATE replicas SET stopping = false");
        }
    }

    private void connectAndConfirm() throws SQLException {
        gateway.open("/").sendRaw(auth(gateway, key));
        gateway.awaits("config_update");
        gateway.sendRaw(ACK);
        await().until(() -> isUpToDate() && isConfirmed());
    }

    private boolean isConfirmed() throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(
                        "SELECT config_digest IS NOT NULL FROM presence WHERE client_id = ?")) {
            statement.setObject(1, gateway.id());
            try (var row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private boolean isUpToDate() {
        var shown = control.get("/api/gateways/" + gateway.id()).json();
        return shown.path("revisionApplied").longValue()
                >= shown.path("revisionWanted").longValue();
    }

    private static String auth(TestClient client, String publicKey) {
        return """
                {"type":"auth","timestamp":1,"apiKey":"%s","clientType":"gateway","publicKey":"%s","publicIp":""}""".formatted(client.apiKey(), publicKey);
    }
}
