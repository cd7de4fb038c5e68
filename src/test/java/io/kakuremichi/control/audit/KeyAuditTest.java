package io.kakuremichi.control.audit;

import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.network.WireGuardKeyPair;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What happens to keys over WebSocket has its entries too. */
@ControlTest
class KeyAuditTest {
    private final ControlApi control = ControlApi.ofTest();

    @Test
    void deliveryAndConfirmationHaveTheirEntries() {
        var agent = control.createAgent().connect();

        agent.heartbeat();

        awaitEntry("key.deliver", "agent:" + agent.id(), agent.id());
        awaitEntry("key.confirm", "agent:" + agent.id(), agent.id());
    }

    @Test
    void ownKeyHasItsEntry() {
        var gateway = control.createGateway().open();

        gateway.send(
                "auth",
                Map.of(
                        "apiKey",
                        gateway.apiKey(),
                        "publicKey",
                        WireGuardKeyPair.generate().publicKey()));

        awaitEntry("key.adopt", "gateway:" + gateway.id(), gateway.id());
    }

    @Test
    void requestedRotationHasItsEntryWithWhoAskedForIt() {
        var agent = control.createAgent();

        control.post("/api/agents/" + agent.id() + "/wireguard-key", null).expect(202);

        await().until(() -> {
            var entries = control.get("/api/audit?subject=" + agent.id() + "&actor=admin")
                    .expect(200)
                    .body();
            return entries.contains("/wireguard-key") || entries.contains("wireguard");
        });
    }

    private void awaitEntry(String action, String actor, UUID subject) {
        await().until(() -> control.get("/api/audit?action=" + action + "&actor=" + actor + "&subject=" + subject)
                        .expect(200)
                        .json()
                        .path("total")
                        .asInt()
                > 0);
    }
}
