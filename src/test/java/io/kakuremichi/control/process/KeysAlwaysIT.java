package io.kakuremichi.control.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.harness.ControlProcess;
import io.kakuremichi.control.harness.TestClient;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kakuremichi.keys.delivery=always}. */
class KeysAlwaysIT {
    @TempDir
    Path dataDir;

    @Test
    void everyConfigHasThePrivateKeyConfirmedOrNotAndAfterARotationTheNewOne() throws Exception {
        try (var control = ControlProcess.start(dataDir, Map.of("KAKUREMICHI_KEYS_DELIVERY", "always"))) {
            var api = control.api();
            var agent = api.createAgent().connect();
            var first = privateKey(agent);
            agent.heartbeat();
            await().until(() ->
                    api.get("/api/agents/" + agent.id()).text("keyDelivery").equals("confirmed"));

            assertThat(privateKey(reconnected(agent))).isEqualTo(first).isNotEmpty();

            api.post("/api/agents/" + agent.id() + "/wireguard-key", null).expect(202);
            reconnected(agent).heartbeat();
            await().until(() ->
                    api.get("/api/agents/" + agent.id()).text("keyDelivery").equals("confirmed"));
            var second = privateKey(agent);
            assertThat(second).isNotEmpty().isNotEqualTo(first);
            assertThat(privateKey(reconnected(agent))).isEqualTo(second);
        }
    }

    /** Takeovers in quick succession would be refused as those of two clients. */
    private static TestClient reconnected(TestClient agent) {
        agent.close();
        return agent.connect();
    }

    private static String privateKey(TestClient agent) {
        return agent.awaits("config")
                .path("data")
                .path("agent")
                .path("wireguardPrivateKey")
                .asText();
    }
}
